"""One entry of the history of a record."""

from datetime import UTC, datetime

import pytest

from app.domain.history import HistoryEntry


def test_an_entry_is_a_value():
    at = datetime(2010, 6, 8, tzinfo=UTC)
    entry = HistoryEntry(at, "王老师", "修改", (("手机号", "", "13900001111"),))
    assert entry == HistoryEntry(at, "王老师", "修改", (("手机号", "", "13900001111"),))
    with pytest.raises(AttributeError):
        entry.who = "李老师"
