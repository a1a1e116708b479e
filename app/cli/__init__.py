"""The command line: the same use cases as the windows, for scripts and checks."""
