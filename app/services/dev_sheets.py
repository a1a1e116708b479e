"""The sheet of a vote (票决结果说明): what was counted and what it came to, as a document."""

from datetime import date
from pathlib import Path

from app.base.errors import UserError
from app.base.progress import Silent
from app.domain.document import Align, Document, Prose, SignOff, TableBlock, Title
from app.domain.kinds import VoteOutcome
from app.domain.rules import About, earliest
from app.domain.votes import VoteResult, decide, read_exclusions
from app.domain.words import labels_of
from app.services import rules
from app.services.ledger import Ledger
from app.store import records
from app.store.dev_sources import ballot_of
from app.store.engine import Transaction
from app.store.records import Row

_WIDTHS = (36.0, 24.0, 24.0, 24.0, 24.0, 24.0)
_HEADER = ("", "赞成", "不赞成", "弃权", "废票", "合计")


def vote_sheet(ledger: Ledger, vote_id: str) -> Document:
    """Return the sheet of a vote; raises UserError when it is not there."""
    with ledger.reading() as tx:
        return _sheet(tx, records.get(tx, "vote", vote_id))


def save_vote_sheet(ledger: Ledger, vote_id: str, target: Path) -> Path:
    """Write the sheet of a vote as .pdf or .docx; raises UserError when it cannot be written."""
    document, kind = vote_sheet(ledger, vote_id), target.suffix.lower()
    if kind == ".pdf":
        from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing

        write_pdf(document, target, Silent())
    elif kind == ".docx":
        from app.reports.docx import write_docx  # noqa: PLC0415 - loads when exporting

        write_docx(document, target)
    else:
        raise UserError(
            f"不能导出成“{target.suffix}”文件。", todo="请把文件名改成以 .pdf 或 .docx 结尾。"
        )
    return target


def _sheet(tx: Transaction, vote: Row) -> Document:
    person = records.get(tx, "person", vote["person_id"], with_removed=True)
    org = records.get(tx, "org_unit", vote["org_id"], with_removed=True) if vote["org_id"] else None
    held = earliest(vote["held_on"]) or date.min
    about = About(person["id"], "vote", vote["id"])
    result = decide(ballot_of(vote), rules.book_of(tx), held, about)
    kind = labels_of("VoteKind").get(vote["kind"], "")
    carried = vote["result"] == VoteOutcome.PASSED
    return Document(
        title=f"票决结果说明（{person['name']}）",
        blocks=(
            Title(f"关于{kind}的票决结果说明"),
            Prose((_opening(vote, person["name"], org["full_name"] if org else "", kind),)),
            _table(result),
            Prose((_ending(result, carried=carried),)),
            Prose((f"监票人：　　　　　　计票人：{vote['teller']}　　　　　　书记：",)),
            SignOff(org["full_name"] if org else "", f"{held.year}年{held.month}月{held.day}日"),
        ),
    )


def _opening(vote: Row, name: str, org: str, kind: str) -> str:
    excluded = vote["excluded"] or 0
    entitled = (vote["expected_full"] or 0) - excluded
    left_out = f"（另有{excluded}名不计入：{_left_out(vote)}）" if excluded else ""
    held = earliest(vote["held_on"]) or date.min
    return (
        f"{held.year}年{held.month}月{held.day}日，{org}召开支部党员大会，"
        f"就{name}同志{kind}事项进行无记名投票表决。"
        f"应到会有表决权的正式党员{entitled}名{left_out}，实到会{vote['present']}名；"
        f"发出票{vote['issued']}张，收回票{vote['returned']}张，其中无效票{vote['spoiled']}张；"
        f"会前收到正式书面意见{vote['written'] or 0}份。"
    )


def _left_out(vote: Row) -> str:
    """Return why members are not counted, how many of each kind, and the paper that allows it."""
    exclusions, consent = read_exclusions(vote["excluded_reasons"])
    labels = labels_of("VoteExclusion")
    kinds = [f"{labels.get(code, code)}{number}名" for code, number in exclusions.items()]
    return "、".join(kinds) + (f"，批准文号{consent}" if consent else "")


def _table(result: VoteResult) -> TableBlock:
    ballot = result.ballot
    votes = (ballot.yes, ballot.no, ballot.abstain, ballot.spoiled)
    written = (ballot.written_yes, ballot.written_no, ballot.written_abstain, 0)
    both = tuple(one + other for one, other in zip(votes, written, strict=True))
    rows = tuple(
        (title, *map(str, numbers), str(sum(numbers)))
        for title, numbers in (("会上票", votes), ("书面意见", written), ("合计", both))
    )
    align = (Align.LEFT, *(Align.CENTRE,) * (len(_WIDTHS) - 1))
    return TableBlock(_HEADER, rows, _WIDTHS, align)


def _ending(result: VoteResult, *, carried: bool) -> str:
    ballot = result.ballot
    words = f"赞成票{ballot.yes_total}张，应到会有表决权的正式党员{ballot.entitled}名。"
    if carried and result.passed:
        return f"{words}赞成票超过应到会有表决权的正式党员的半数，表决通过。"
    reasons = "；".join(one.text for one in (*result.faults, *result.against))
    return f"{words}{'按例外办理，视为通过。' if carried else '表决没有通过。'}{reasons}。"
