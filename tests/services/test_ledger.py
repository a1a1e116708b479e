"""A use case is one batch by one author, or nothing at all."""

from datetime import date

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
