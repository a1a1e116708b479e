"""Waivers: on record with their reason, ended, taken back, shown with what they are about."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.domain.rules import About
from app.services import batches, branches, members, rules, waivers
from app.services.branches import BranchDraft, UnitDraft
from app.services.ledger import Ledger
from app.services.overrides import Override, Waiver
from app.store import records
from tests.services.small_county import member

TODAY = date(2024, 6, 15)
SCATTERED = Override("山区教学点分散")
PAPER = Override("山区教学点分散", "县教党〔2024〕3号", PartialDate.of("2024-06-01"), "石远山")


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite", author="李文书", today=lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def crowded(ledger):
    """Return a joint branch that covers six units, one too many (B1-03)."""
    org = branches.add(ledger, BranchDraft(full_name="六校联合支部", kind="JOINT")).ids[0]
    for number in range(6):
        unit = branches.add_unit(ledger, UnitDraft(name=f"第{number}小学", kind="PRIMARY")).ids[0]
        branches.cover(ledger, org, unit, PartialDate.of("2020-01-01"))
    return org


def waiver(org, override=SCATTERED, **more):
    return Waiver("B1-03", About(org, "org_unit", org), override, **more)


def ids(found):
    return [one.rule_id for one in found]


def test_a_waived_finding_leaves_the_list_but_keeps_its_reason(ledger, crowded):
    assert "B1-03" in ids(rules.due(ledger, TODAY))
    outcome = waivers.waive(ledger, waiver(crowded))
    assert outcome.batch
    assert "B1-03" not in ids(rules.due(ledger, TODAY))
    kept = next(one for one in rules.findings(ledger, TODAY) if one.rule_id == "B1-03")
    assert kept.waived == "山区教学点分散"


def test_a_waiver_ends_after_its_last_day_and_does_not_reach_back(ledger, crowded):
    waivers.waive(ledger, waiver(crowded, until_on=date(2024, 12, 31)))
    assert "B1-03" not in ids(rules.due(ledger, date(2024, 12, 31)))
    assert "B1-03" in ids(rules.due(ledger, date(2025, 1, 1)))
    assert "B1-03" in ids(rules.due(ledger, date(2024, 6, 14)))


def test_a_waiver_records_who_when_why_and_by_which_paper(ledger, crowded):
    (written,) = waivers.waive(ledger, waiver(crowded, PAPER)).ids
    with ledger.reading() as tx:
        row = records.get(tx, "rule_override", written)
    assert (row["decided_by"], row["decided_on"]) == ("石远山", PartialDate(TODAY))
    assert (row["reason"], row["doc_no"]) == ("山区教学点分散", "县教党〔2024〕3号")
    assert row["doc_on"] == PartialDate.of("2024-06-01")


def test_who_decided_is_the_user_when_nobody_else_is_named(ledger, crowded):
    (written,) = waivers.waive(ledger, waiver(crowded)).ids
    with ledger.reading() as tx:
        assert records.get(tx, "rule_override", written)["decided_by"] == "李文书"


def test_a_waiver_without_a_reason_is_refused(ledger, crowded):
    with pytest.raises(UserError, match="理由"):
        waivers.waive(ledger, waiver(crowded, Override("  ")))
    assert "B1-03" in ids(rules.due(ledger, TODAY))


def test_several_findings_are_waived_as_one_batch_or_not_at_all(ledger, crowded):
    young = Waiver("B1-08", About(crowded, "org_unit", crowded), SCATTERED)
    with pytest.raises(UserError, match="批准文件"):
        waivers.waive(ledger, waiver(crowded), young)
    assert "B1-03" in ids(rules.due(ledger, TODAY))
    other = Waiver("B1-05", About(crowded, "org_unit", crowded), SCATTERED)
    outcome = waivers.waive(ledger, waiver(crowded), other)
    assert len(outcome.ids) == 2
    assert not {"B1-03", "B1-05"} & set(ids(rules.due(ledger, TODAY)))


def listed(ledger):
    return waivers.on_record(ledger, rules.findings(ledger, TODAY), TODAY)


def test_the_list_says_what_is_waived_why_and_by_which_article(ledger, crowded):
    waivers.waive(ledger, waiver(crowded, PAPER))
    (row,) = listed(ledger)
    assert "六校联合支部" in row.text
    assert (row.reason, row.doc_no, row.doc_on) == (PAPER.reason, PAPER.doc_no, "2024-06-01")
    assert (row.decided_by, row.decided_on) == ("石远山", "2024-06-15")
    assert "第五条" in row.article
    assert row.about.subject == crowded


def test_a_waiver_taken_back_shows_the_finding_again_and_can_be_undone(ledger, crowded):
    written = waivers.waive(ledger, waiver(crowded)).ids
    outcome = waivers.unwaive(ledger, written)
    assert "B1-03" in ids(rules.due(ledger, TODAY))
    assert listed(ledger) == ()
    batches.undo(ledger, outcome.batch)
    assert "B1-03" not in ids(rules.due(ledger, TODAY))


def test_undoing_the_waiver_itself_shows_the_finding_again(ledger, crowded):
    batches.undo(ledger, waivers.waive(ledger, waiver(crowded)).batch)
    assert "B1-03" in ids(rules.due(ledger, TODAY))


def test_an_override_of_an_act_is_listed_and_cannot_be_taken_back_alone(ledger, crowded):
    person, membership = members.add(ledger, member("张永杰", crowded)).ids
    for status in ("SUSPENDED", "TRANSFERRED"):
        change = StatusChange(status=status, happened_on=PartialDate.of("2024-06-01"))
        members.change_status(ledger, [person], change, PAPER)
    (row,) = listed(ledger)
    assert row.about == About(person, "membership", membership)
    assert (row.text, row.reason, row.is_act) == ("恢复党籍", "山区教学点分散", True)
    with pytest.raises(UserError, match="不能单独取消"):
        waivers.unwaive(ledger, [row.id])
    assert listed(ledger) == (row,)
