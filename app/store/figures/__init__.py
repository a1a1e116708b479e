"""The records behind each figure of the work report, one query each."""
