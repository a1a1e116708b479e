"""A use case is one batch by one author, or nothing at all."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.services import record_book
from app.services.ledger import Ledger
from app.store import history, records


def test_an_outcome_names_the_batch_and_the_tables(ledger):
    with ledger.writing("新增专题活动", kind="BULK") as tx:
        record = records.add(tx, "campaign", {"name": "三日一网"})
    outcome = ledger.outcome(tx, "已保存。", (record,))
    assert outcome.changes.tables == {"campaign"}
    with ledger.reading() as reading:
        batch = history.batch(reading, outcome.batch)
    assert batch is not None
    assert (batch.title, batch.kind, batch.author) == ("新增专题活动", "BULK", "李文书")


def test_nothing_written_gives_an_empty_batch(ledger):
    with ledger.writing("什么也不做") as tx:
        pass
    assert ledger.outcome(tx).batch == ""


def test_a_ledger_works_on_the_calendar_day_by_default(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    assert isinstance(opened.today(), date)
    opened.close()


def _stopped_at_the_second(ledger):
    with ledger.together() as whole:
        record_book.save(whole, "campaign", None, {"name": "十一"})
        record_book.save(whole, "campaign", None, {"name": ""})


def test_batches_together_are_all_kept_or_none_of_them(ledger):
    with ledger.together() as whole:
        for name in ("三日一网", "七一"):
            with whole.writing(f"新增{name}") as tx:
                records.add(tx, "campaign", {"name": name})
    with pytest.raises(UserError):
        _stopped_at_the_second(ledger)
    with ledger.reading() as tx:
        assert [batch.title for batch in history.batches(tx)] == ["新增七一", "新增三日一网"]
        assert len(records.find(tx, "campaign")) == 2


def test_a_use_case_joins_the_open_batch_and_works_on_its_own_day(ledger):
    with ledger.writing("一章") as tx:
        clerk = ledger.joined(tx, date(2010, 3, 1))
        outcome = record_book.save(clerk, "campaign", None, {"name": "三日一网"})
        with clerk.reading() as inside:
            assert [row["name"] for row in records.find(inside, "campaign")] == ["三日一网"]
    assert clerk.today() == date(2010, 3, 1)
    assert outcome.batch == tx.batch
    with ledger.reading() as reading:
        assert [batch.title for batch in history.batches(reading)] == ["一章"]
