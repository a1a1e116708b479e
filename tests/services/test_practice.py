import tomllib
from datetime import date
from pathlib import Path

import pytest

from app.base.errors import Barred, Cancelled, UserError
from app.domain.affairs_facts import Affairs
from app.domain.affairs_rules import checks_of
from app.domain.dates import PartialDate
from app.domain.dev_entry import StepEntry
from app.domain.dev_rules import CASE_CHECKS
from app.domain.idcards import birth_of, check_digit
from app.domain.kinds import ON_ROSTER
from app.domain.readings import Severity
from app.domain.rules import DueState, RuleBook, RuleKind
from app.services import development, figures, rules
from app.services.batches import undo
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.services.practice import source
from app.services.practice.build import CHAPTERS, build
from app.services.practice.state import at_its_day
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


def test_each_chapter_is_a_batch_and_the_journal_holds_all_of_them(ledger):
    build(ledger)
    with ledger.reading() as tx:
        batches = history.batches(tx)
        assert history.broken_links(tx) == []
    chapters = [f"生成练习数据：{text}" for text, _enter in CHAPTERS]
    assert [batch.title for batch in reversed(batches)][: len(chapters)] == chapters
    assert all(batch.operations_n for batch in batches if batch.title in chapters)


def test_the_chapters_can_be_undone_from_the_last_to_the_first(ledger):
    build(ledger)
    with ledger.reading() as tx:
        batches = history.batches(tx)
    for batch in batches:
        undo(ledger, batch.id)
    with ledger.reading() as tx:
        assert [t for t in ("person", "org_unit", "activity") if records.find(tx, t)] == []


def test_it_never_goes_into_a_ledger_that_holds_real_records(ledger):
    with ledger.writing("真实数据") as tx:
        records.add(tx, "org_unit", {"full_name": "真实支部", "kind": "BRANCH"})
    with pytest.raises(UserError, match="已经有记录"):
        build(ledger)


def test_cancel_leaves_the_ledger_empty(ledger):
    with pytest.raises(Cancelled):
        build(ledger, progress=CancelAt("党费"))
    with ledger.reading() as tx:
        assert records.find(tx, "person") == []
        assert history.batches(tx) == []


def test_a_larger_county_has_as_many_members_as_asked(ledger):
    build(ledger, members=1000)
    with ledger.reading() as tx:
        on_roster = [r for r in records.find(tx, "membership") if r["status"] in ON_ROSTER]
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


_NEVER_DUE = {"B4-01", "B4-02", "B4-12", "B4-24", "B5-03", "B6-08"}
"""Rules that only forbid: there is no day before which something is to be done."""
_NOT_SOON = {"B4-22", "B4-23", "B5-09"}
"""Their window lies outside the year that the report counts."""
_OFF = {"B5-08"}


def test_each_rule_of_development_can_be_practised_overdue_soon_and_waived(ledger):
    build(ledger)
    plan = source.data("dev_troubles")
    listed = {(one["rule"], one["state"]) for one in plan["trouble"]}
    listed |= {("B4-40", one["state"]) for one in plan["idle"]}
    listed |= {("B4-15-2", one["state"]) for one in plan["forms"]}
    for rule in {*CASE_CHECKS, "B4-40", "B4-15-2"} - _OFF:
        states = {"overdue", "waived"} | (set() if rule in _NEVER_DUE | _NOT_SOON else {"soon"})
        assert states <= {state for found, state in listed if found == rule}, rule
    here = at_its_day(ledger)
    found = {
        (one.rule_id, "waived" if one.waived else one.state.value)
        for one in rules.findings(here, here.today())
    }
    assert listed <= found
    assert ("B5-08", "overdue") not in found


def test_what_the_rules_of_development_forbid_today_is_refused_in_the_county_too(ledger):
    build(ledger)
    here = at_its_day(ledger)
    found = {one.rule_id: one.severity for one in rules.due(here, here.today())
             if one.state is DueState.OVERDUE}  # fmt: skip
    assert found["B4-05"] is Severity.BLOCK
    assert found["B4-03"] is Severity.WARN
    with here.reading() as tx:
        case = next(
            row["id"]
            for row in records.find(tx, "dev_case", candidate_branch_on=None)
            if row["activist_on"] and row["activist_on"].value.year == here.today().year
        )
    entry = StepEntry(key="candidate_branch_on", done_on=PartialDate(here.today()))
    with pytest.raises(Barred, match="不满12个月"):
        development.do_step(here, [case], entry)
    development.do_step(here, [case], entry, Override("组织部门同意", "清组函〔2010〕7号"))


def test_the_ordinary_files_of_the_county_break_no_rule(ledger):
    build(ledger)
    here = at_its_day(ledger)
    with here.reading() as tx:
        named = {row["person_id"]: row["applied_on"] for row in records.find(tx, "dev_case")}
    late = [
        one
        for one in rules.due(here, here.today())
        if one.rule_id in CASE_CHECKS and one.state is DueState.OVERDUE
    ]
    troubled = {one.about.subject for one in late}
    assert len(named) > 130
    assert len(troubled) <= len(source.data("dev_troubles")["trouble"])


YEAR_END, SUMMER, SPRING = date(2010, 12, 31), date(2010, 7, 1), date(2010, 2, 10)
NO_DEADLINE_IN_2010 = {"B8-09"}
"""From 2017 on a base is fixed for the year; the county lives in 2010."""
NOT_ONLY_OVERDUE = {
    "B8-12", "B8-13", "B8-15", "AL-A51", "B9-06", "B10-02", "B10-03", "B10-04", "B10-06", "B11-02",
    "B11-12", "B12-02", "AL-A25",
}  # fmt: skip


@pytest.fixture(scope="module")
def alerts(tmp_path_factory):
    """Return what the rules find in the county on three days, waived or not."""
    opened = Ledger.open(tmp_path_factory.mktemp("alerts") / "dangwu.sqlite", author="练习")
    build(opened)
    found = [one for day in (SPRING, SUMMER, YEAR_END) for one in rules.findings(opened, day)]
    opened.close()
    return found


def unpractised():
    """Return what the county need not show of a rule, each with its reason: (rule, state)."""
    path = Path(__file__).parent / "practice" / "unpractised.toml"
    listed = tomllib.loads(path.read_text("utf-8"))["exception"]
    assert all(one["reason"] for one in listed)
    return {(rule, state) for one in listed for rule in one["rules"] for state in one["states"]}


def test_every_rule_that_can_be_due_is_shown_overdue_soon_and_waived_or_named_with_the_reason(
    alerts,
):
    shown = {(one.rule_id, "waived" if one.waived else one.state.value) for one in alerts}
    due = {rule.id for rule in RuleBook.load().rules if rule.kind is RuleKind.CHECK}
    wanted = {(rule, state) for rule in due for state in ("overdue", "soon", "waived")}
    excepted = unpractised()
    assert wanted - shown - excepted == set(), "neither shown nor named"
    assert excepted & shown == set(), "named, but shown"
    assert excepted <= wanted, "no rule that can be due"


OF_STATUS = {"B10-02", "B10-03", "B10-04", "B10-06", "B10-08", "B10-20", "B10-21", "B10-22"}
MINE = OF_STATUS.union(*(checks for checks, _subjects in checks_of(Affairs())))


@pytest.mark.parametrize("rule_id", sorted(MINE - NO_DEADLINE_IN_2010))
def test_every_alert_of_members_affairs_can_be_seen_and_practised(alerts, rule_id):
    own = [one for one in alerts if one.rule_id == rule_id]
    assert any(not one.waived for one in own), "nothing found"
    assert any(one.waived for one in own), "nothing waived"
    if rule_id in NOT_ONLY_OVERDUE:
        states = {one.state for one in own}
        assert DueState.OVERDUE in states
        assert states & {DueState.SOON, DueState.NEXT}


def test_a_branch_that_is_only_applied_for_does_not_stand_and_not_before_its_application(ledger):
    build(ledger)
    found = {
        on: {one.rule_id for one in rules.findings(ledger, on) if "白岩乡幼儿园" in one.text}
        for on in (date(2010, 12, 14), YEAR_END)
    }
    assert found == {date(2010, 12, 14): set(), YEAR_END: {"B1-06"}}
    counted = figures.count(ledger, "org.branches", 2010)
    with ledger.reading() as tx:
        founded = [
            row
            for row in records.find(
                tx, "org_unit", kind=["BRANCH", "JOINT", "GENERAL_BRANCH", "TEMP"]
            )
            if row["founded_on"] and not row["dissolved_on"]
        ]
    assert counted.number == len(founded)
