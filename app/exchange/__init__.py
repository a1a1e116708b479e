"""File formats in and out: workbooks of every shape."""
