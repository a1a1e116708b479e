"""The one signal that tells every window what a use case has changed."""

from PySide6.QtCore import QObject, Signal


class ChangeSignal(QObject):
    """Emit `changed` with an app.domain.changes.Changes after each committed use case.

    A page that is visible reloads when changes.touches(its tables); a hidden page only marks itself
    stale and reloads when it is shown.
    """

    changed = Signal(object)
