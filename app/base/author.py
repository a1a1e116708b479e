"""Who sits at the computer, for the journal."""

import getpass


def system_user() -> str:
    """Return the user's name as the system knows it, empty when it knows none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
