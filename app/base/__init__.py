"""Things every room may use: errors, progress, paths, resources, settings, log."""
