from datetime import date

import pytest

from app.base.errors import Cancelled, UserError
from app.domain.idcards import birth_of, check_digit
from app.services.ledger import Ledger
from app.services.practice.build import build
from app.store import facts, history, records


class CancelAt:
    def __init__(self, text):
        self.text = text

    def step(self, done, total, text=""):
        if text == self.text:
            raise Cancelled


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "dangwu.sqlite", author="练习")
    yield opened
    opened.close()


def test_every_person_is_invented_and_nobody_is_there_twice(ledger):
    build(ledger)
    with ledger.reading() as tx:
        people = records.find(tx, "person")
    numbers = [row["id_no"] for row in people]
    assert len(people) > 300
    assert len(set(numbers)) == len(numbers)
    assert len({row["name"] for row in people}) == len(people)
    for row in people:
        assert row["id_no"].startswith("529999")
        assert check_digit(row["id_no"][:17]) == row["id_no"][17]
        assert birth_of(row["id_no"]) == row["birth_on"].value


def test_it_is_one_batch_that_the_journal_holds_whole(ledger):
    outcome = build(ledger)
    with ledger.reading() as tx:
        (batch,) = history.batches(tx)
        assert history.broken_links(tx) == []
        rows = sum(len(records.find(tx, name)) for name in outcome.changes.tables)
    assert batch.id == outcome.batch
    assert batch.operations_n == rows


def test_it_never_goes_into_a_ledger_that_holds_real_records(ledger):
    with ledger.writing("真实数据") as tx:
        records.add(tx, "org_unit", {"full_name": "真实支部", "kind": "BRANCH"})
    with pytest.raises(UserError, match="已经有记录"):
        build(ledger)


def test_cancel_leaves_the_ledger_empty(ledger):
    with pytest.raises(Cancelled):
        build(ledger, progress=CancelAt("写入练习数据"))
    with ledger.reading() as tx:
        assert records.find(tx, "person") == []
        assert history.batches(tx) == []


def test_a_larger_county_has_as_many_members_as_asked(ledger):
    build(ledger, members=1000)
    with ledger.reading() as tx:
        on_roster = [r for r in records.find(tx, "membership") if r["status"] == "NORMAL"]
    assert len(on_roster) == 1000


def test_before_their_day_the_old_branches_had_their_own_members(ledger):
    build(ledger)
    known = {}
    for day in (date(2010, 4, 1), date(2010, 4, 2)):
        with ledger.reading() as tx:
            known[day] = {one.name: one.members_n for one in facts.gather(tx, day).branches}
    before, after = known.values()
    old = before.keys() - after.keys()
    assert {before[name] for name in old} == {2}
    assert len(old) == 6
    moved_to = {name for name in after if after[name] > before.get(name, 0)}
    assert sum(after[name] - before.get(name, 0) for name in moved_to) == 12
