"""What was entered in a step, to be shown when the step is opened again."""

from app.domain.dev_entry import NOTICED, REVIEWED, VOTE_COLUMNS, NoticeEntry, StepEntry
from app.domain.dev_steps import documents_of
from app.services.ledger import Ledger
from app.store import records
from app.store.dev_sources import ballot_of, steps_of
from app.store.engine import Transaction
from app.store.records import Row

_RESULTS = {
    "political_review_on": "political_review_result",
    "pre_review_on": "pre_review_result",
}


def entered(ledger: Ledger, case_id: str, key: str) -> StepEntry | None:
    """Return what a step was entered with, without its people; None before it was done.

    Reviews and reports are new ones each time: None.
    """
    with ledger.reading() as tx:
        case = records.get(tx, "dev_case", case_id)
        number = steps_of(tx).step(key).no
        found = records.find(tx, "dev_step", case_id=case_id, step_no=number)
        if not found or key in REVIEWED or (key in case and case[key] is None):
            return None
        return _entry(tx, case, key, found[-1])


def _entry(tx: Transaction, case: Row, key: str, row: Row) -> StepEntry:
    is_training = key == "training_on"
    vote_id = case[VOTE_COLUMNS[key]] if key in VOTE_COLUMNS else None
    vote = records.get(tx, "vote", vote_id) if vote_id else None
    form_id = case["form_id"] if key == "form_filled_on" else None
    return StepEntry(
        key=key,
        done_on=row["done_on"],
        documents=documents_of(row["documents"]),
        note=row["note"],
        org_id=row["org_id"],
        result=case[_RESULTS[key]] if key in _RESULTS else "",
        days=case["training_days"] if is_training else None,
        hours=case["training_hours"] if is_training else None,
        certificate_no=case["certificate_no"] if is_training else "",
        form_no=records.get(tx, "application_form", form_id)["form_no"] if form_id else "",
        notice=_notice(tx, case, key),
        ballot=ballot_of(vote) if vote else None,
        teller=vote["teller"] if vote else "",
        reason=case["special_delay_reason"] if key == "committee_approved_on" else "",
    )


def _notice(tx: Transaction, case: Row, key: str) -> NoticeEntry | None:
    if key not in NOTICED:
        return None
    found = records.find(tx, "public_notice", case_id=case["id"], point=NOTICED[key])
    if not found or not found[-1]["from_on"]:
        return None
    return NoticeEntry(found[-1]["from_on"], found[-1]["to_on"], found[-1]["result"])
