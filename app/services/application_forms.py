"""入党志愿书: numbered, one person, one number, one book; four states and the year's account."""

from collections import Counter
from datetime import date

from app.base.errors import UserError
from app.domain.dev_entry import FormAccount, FormDraft, StepEntry
from app.domain.kinds import EventKind, FormState
from app.domain.readings import Severity
from app.domain.rules import About, DueState, Finding, earliest
from app.domain.words import labels_of
from app.services.dev_judging import Judge
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import records
from app.store.records import Row

_RULE, _TAKEN = "B4-15", "taken"
_MOST = 500


def issue(
    ledger: Ledger, draft: FormDraft, number: int = 1, override: Override | None = None
) -> Outcome:
    """Give out a run of forms, numbered from the draft's number on; ids in order.

    Raises Barred for a number of that year that is there already (B4-15).
    """
    if not draft.form_no.strip() or not 1 <= number <= _MOST:
        raise UserError(
            "没有填写编号，或者本数不对。", kept="没有保存。", todo="请填写起始编号和本数。"
        )
    numbers = [_following(draft.form_no.strip(), n) for n in range(number)]
    with ledger.writing(f"发放入党志愿书（{number}本）") as tx:
        judge = Judge.of(ledger, tx, ())
        doubles = [one for no in numbers for one in _doubles(judge, no, draft.form_year)]
        judge.lift(doubles, override)
        alike = {
            "form_year": draft.form_year,
            "state": FormState.IN_USE,
            "org_id": draft.org_id,
            "issued_on": draft.issued_on,
            "issued_by": draft.issued_by,
            "received_by": draft.received_by,
        }
        rows = [{**alike, "form_no": no} for no in numbers]
        ids = records.add_many(tx, "application_form", rows)
    return ledger.outcome(tx, f"已登记入党志愿书{number}本。", tuple(ids))


def change_state(ledger: Ledger, form_id: str, state: FormState, remark: str = "") -> Outcome:
    """Write what became of a form: lost, spoiled, returned, or in use again.

    A lost or spoiled form that somebody had filled in leaves him without one.
    """
    with ledger.writing(f"入党志愿书改为{labels_of('FormState')[state]}") as tx:
        form = records.get(tx, "application_form", form_id)
        values = {"state": state, "remark": remark or form["remark"]}
        records.change(tx, "application_form", form_id, values)
        for case in records.find(tx, "dev_case", form_id=form_id):
            if state is not FormState.IN_USE and case["accept_meeting_on"] is None:
                without = {"form_id": None, "form_filled_on": None}
                records.change(tx, "dev_case", case["id"], without)
    done = f"第{form['form_no']}号入党志愿书已改为“{labels_of('FormState')[state]}”。"
    return ledger.outcome(tx, done, (form_id,))


def account(ledger: Ledger, year: int) -> FormAccount:
    """Return the account of a year: four states, used, and accepted in that year (B4-15)."""
    with ledger.reading() as tx:
        forms = records.find(tx, "application_form", form_year=year)
        accepted = sum(
            (earliest(row["meeting_on"]) or date.min).year == year
            for row in records.find(tx, "membership_event", kind=EventKind.ACCEPTED)
        )
    states = Counter(form["state"] for form in forms)
    in_use = [form for form in forms if form["state"] == FormState.IN_USE]
    used = sum(form["person_id"] is not None for form in in_use)
    return FormAccount(year, {state: states[state] for state in FormState}, used, accepted)


def take(judge: Judge, case: Row, entry: StepEntry) -> str | None:
    """Hand a form to the person of a case and return its id (step 14); None without a number.

    The number may be new. A form of another year or state is barred (B4-15); one that somebody
    else has got is refused, since no paper makes two people of one book.
    """
    if not entry.form_no:
        raise UserError(
            "没有填写入党志愿书编号。", kept="没有保存。", todo="请填写编号，一人一号一册。"
        )
    tx, day = judge.tx, earliest(entry.done_on) or judge.ledger.today()
    found = records.find(tx, "application_form", form_no=entry.form_no)
    of_year = [form for form in found if form["form_year"] == day.year]
    form = next(iter(of_year or found), None)
    if form is None:
        values = {
            "form_no": entry.form_no,
            "form_year": day.year,
            "state": FormState.IN_USE,
            "person_id": case["person_id"],
            "org_id": case["org_id"],
            "issued_on": entry.done_on,
        }
        return records.add(tx, "application_form", values)
    variant = _bar(form, case, day)
    if variant:
        _lift(judge, case, form, variant, day)
    records.change(tx, "application_form", form["id"], {"person_id": case["person_id"]})
    return str(form["id"])


def _bar(form: Row, case: Row, day: date) -> str:
    """Return why a form must not be used for a case, as a variant of the rule, or ""."""
    if form["person_id"] not in {None, case["person_id"]}:
        return _TAKEN
    if form["state"] != FormState.IN_USE:
        return "state"
    return "year" if form["form_year"] != day.year else ""


def _lift(judge: Judge, case: Row, form: Row, variant: str, day: date) -> None:
    rule = judge.book.applied(_RULE, day)
    if rule is None:
        return
    about = About(case["person_id"], "dev_case", case["id"], "form_filled_on")
    barred = rule.finding(
        about,
        DueState.OVERDUE,
        variant=variant,
        form_no=form["form_no"],
        year=form["form_year"],
        form_state=labels_of("FormState").get(form["state"], form["state"]),
    )
    if barred.severity is not Severity.BLOCK:
        return
    if variant == _TAKEN:
        raise UserError(f"{barred.text}。", kept="没有保存。", todo="请填写另一本的编号。")
    judge.lift([barred], judge.override)


def _doubles(judge: Judge, form_no: str, year: int) -> list[Finding]:
    rule = judge.book.applied(_RULE, judge.ledger.today())
    same = records.find(judge.tx, "application_form", form_no=form_no, form_year=year)
    if rule is None or not same:
        return []
    about = About(same[0]["org_id"] or "", "application_form", same[0]["id"])
    return [rule.finding(about, DueState.OVERDUE, form_no=form_no, year=year)]


def _following(form_no: str, steps: int) -> str:
    """Return the number so many after another: its last digits count on, keeping their width."""
    head = form_no.rstrip("0123456789")
    tail = form_no[len(head) :]
    return f"{head}{int(tail) + steps:0{len(tail)}d}" if tail else form_no
