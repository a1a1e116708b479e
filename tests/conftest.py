"""What every test shares: no display, and long simulations only when asked for."""

import os

import pytest
from pytestqt.qtbot import QtBot

_PATIENCE_MS = 60_000

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also run the long simulations")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="a long simulation: run with --long"))


class PatientBot(QtBot):
    """Waits long: on a busy machine all is slow, and only a wrong program never gets there."""

    def waitUntil(self, callback, *, timeout=_PATIENCE_MS):  # noqa: N802 - Qt's name
        super().waitUntil(callback, timeout=timeout)

    def waitActive(self, widget, *, timeout=_PATIENCE_MS):  # noqa: N802 - Qt's name
        return super().waitActive(widget, timeout=timeout)

    def waitSignal(self, signal, *, timeout=_PATIENCE_MS, **options):  # noqa: N802 - Qt's name
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)
