"""Measuring the program against floors, side by side in one run (python -m app bench)."""
