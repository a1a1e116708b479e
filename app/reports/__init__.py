"""Data in, printed file out: PDF, .docx, .xlsx."""
