"""Who reports to whom, and the year's words: what the report needs besides its figures."""

from dataclasses import dataclass

from app.domain.kinds import OrgKind
from app.services.ledger import Ledger, Outcome
from app.store import choices, records
from app.store.engine import Transaction

CONTEXT, SIGNED_ON = "report.context", "report.date"


@dataclass(frozen=True, slots=True)
class ReportParameters:
    """What stands around the figures of a year.

    org_name and superior are those of the bureau's committee, kept on its card. context: the
    words of the year (N22). signed_on: the date below the signature, "" for the cut-off day.
    """

    org_name: str
    superior: str
    context: str
    signed_on: str


def read(ledger: Ledger, year: int) -> ReportParameters:
    """Return the parameters of a year's report."""
    with ledger.reading() as tx:
        committee = _committee(tx)
        return ReportParameters(
            str(committee["full_name"]) if committee else "",
            str(committee["superior_text"]) if committee else "",
            choices.read(tx, CONTEXT, year),
            choices.read(tx, SIGNED_ON, year),
        )


def keep(ledger: Ledger, year: int, parameters: ReportParameters) -> Outcome:
    """Keep the parameters; the bureau's committee is registered when it is not there yet."""
    names = {"full_name": parameters.org_name, "superior_text": parameters.superior}
    with ledger.writing(f"{year}年汇报的抬头和背景") as tx:
        committee = _committee(tx)
        changed = {
            key: text for key, text in names.items() if not committee or committee[key] != text
        }
        if committee and changed:
            records.change(tx, "org_unit", str(committee["id"]), changed)
        elif changed and parameters.org_name:
            records.add(tx, "org_unit", {**names, "kind": OrgKind.COMMITTEE})
        choices.write(tx, CONTEXT, parameters.context, year)
        choices.write(tx, SIGNED_ON, parameters.signed_on, year)
    return ledger.outcome(tx, "已保存汇报的抬头和背景。")


def _committee(tx: Transaction) -> records.Row | None:
    found = records.find(tx, "org_unit", kind=OrgKind.COMMITTEE, parent_id=None)
    return found[0] if found else None
