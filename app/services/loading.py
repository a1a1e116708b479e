"""Loads what stands behind the pages, so that a window that is painted already need not wait."""

from importlib import import_module
from pkgutil import iter_modules

import app.services
import app.services.exchange


def load_all() -> None:
    """Import every use case, and with them SQLAlchemy and all tables; good for any thread."""
    for package in (app.services, app.services.exchange):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            if not module.ispkg:
                import_module(module.name)
