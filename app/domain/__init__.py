"""Pure rules of Party work; no database, no file formats, no windows."""
