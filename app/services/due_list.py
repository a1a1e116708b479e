"""The list of what is due (P21), of the whole county or one branch, for a screen and on paper."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.document import Addressee, Align, Document, Layout, Prose, TableBlock, Title
from app.domain.org_names import OrgNames
from app.domain.rules import DueState, Finding
from app.services import rules
from app.services.evidence import subject_names
from app.services.ledger import Ledger
from app.services.own_unit import unit_name
from app.store import due_places, imports

_SILENT = Silent()
_LINE = "____________"
_STATES = {DueState.OVERDUE: "已逾期", DueState.SOON: "现在要办", DueState.NEXT: "将要到期"}
_NOBODY = "—"
_LEFT, _CENTRE = Align.LEFT, Align.CENTRE


@dataclass(frozen=True, slots=True)
class DueLine:
    """One finding with whom it is about, and where he belonged and who answered for it that day.

    rule: its title. days_over: negative for days left, None without a deadline. org_id: "" where
    the subject belongs to none.
    """

    finding: Finding
    rule: str
    subject: str
    org_id: str
    branch: str
    days_over: int | None
    responsible: str


@dataclass(frozen=True, slots=True)
class DueBranch:
    """An organisation to choose; names: its own and those of all below it."""

    org_id: str
    name: str
    names: frozenset[str]


def lines(ledger: Ledger, as_of: date, org_id: str = "") -> tuple[DueLine, ...]:
    """Return what is due on a day in order; org_id: only of this organisation and those below."""
    return of_findings(ledger, as_of, rules.due(ledger, as_of), org_id)


def of_findings(
    ledger: Ledger, as_of: date, found: Iterable[Finding], org_id: str = ""
) -> tuple[DueLine, ...]:
    """Return findings with what the list tells of them besides."""
    every = tuple(found)
    subjects = list(dict.fromkeys(one.about.subject for one in every))
    names, titles = subject_names(ledger, subjects), _titles(ledger, as_of)
    with ledger.reading() as tx:
        orgs = due_places.orgs_of(tx, subjects, as_of)
        secretaries = due_places.secretaries(tx, as_of)
        units = {org.id: org.full_name for org in imports.known_orgs(tx)}
        wanted = due_places.below(tx)[org_id] if org_id else None
    made = []
    for one in every:
        org = orgs.get(one.about.subject, "")
        if wanted is not None and org not in wanted:
            continue
        over = (as_of - one.due_on).days if one.due_on else None
        told = (names.get(one.about.subject, ""), org, units.get(org, ""), over)
        made.append(DueLine(one, titles.get(one.rule_id, ""), *told, secretaries.get(org, "")))
    return tuple(made)


def branches_of(ledger: Ledger, found: Iterable[DueLine]) -> tuple[DueBranch, ...]:
    """Return the organisations in which something is due, or below which, in their own order."""
    present = {one.org_id for one in found if one.org_id}
    with ledger.reading() as tx:
        orgs = due_places.orgs_in_order(tx)
        below = due_places.below(tx)
    return tuple(
        DueBranch(org, name, frozenset(orgs[one] for one in below[org]))
        for org, name in orgs.items()
        if below[org] & present
    )


def branch_called(ledger: Ledger, name: str) -> str:
    """Return the organisation that a name means; raises UserError, naming those it may mean."""
    with ledger.reading() as tx:
        orgs = OrgNames.of(imports.known_orgs(tx))
    found = orgs.find(name)
    if not found:
        near = "、".join(org.full_name for org in orgs.guesses(name))
        todo = f"是不是：{near}？" if near else "请写党组织的全称或简称。"
        raise UserError(f"没有叫“{name}”的党组织。", todo=todo)
    return found


def document(
    ledger: Ledger,
    as_of: date,
    org_id: str = "",
    states: Collection[DueState] = tuple(DueState),
) -> Document:
    """Return the list as it is printed; states: only what is overdue, due now or coming."""
    found = [one for one in lines(ledger, as_of, org_id) if one.finding.state in states]
    with ledger.reading() as tx:
        unit = unit_name(tx)
        names = {org.id: org.full_name for org in imports.known_orgs(tx)}
    place = names.get(org_id, unit)
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    table = TableBlock(
        ("序号", "状态", "规则", "对象", "要办的事", "期限", "逾期天数", "责任人", "依据"),
        tuple(_row(number, one, org_id) for number, one in enumerate(found, start=1)),
        (11, 18, 36, 34, 62, 23, 18, 18, 37),
        (_CENTRE, _CENTRE, _LEFT, _LEFT, _LEFT, _CENTRE, _CENTRE, _CENTRE, _LEFT),
    )
    late = sum(one.finding.state is DueState.OVERDUE for one in found)
    head = f"单位：{place}　截至：{day}　共{len(found)}项，其中逾期{late}项"
    signed = f"支部书记（签名）：{_LINE}　填表人：{_LINE}　填表日期：{_LINE}"
    blocks = (
        Title("预警与待办清单"),
        Addressee(head),
        table,
        Prose((signed,)),
    )
    return Document(f"预警与待办清单 {day}", blocks, unit, Layout.LANDSCAPE)


def save(made: Document, target: Path, progress: Progress = _SILENT) -> None:
    """Write the list as .pdf or .xlsx; raises UserError when the file cannot be written."""
    kind = target.suffix.lower()
    if kind == ".pdf":
        from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing

        write_pdf(made, target, progress)
    elif kind == ".xlsx":
        from app.exchange.printed_tables import write_workbook  # noqa: PLC0415 - as above

        write_workbook(made, target)
    else:
        raise UserError(
            f"不能导出成“{target.suffix}”文件。", todo="请把文件名改成以 .pdf 或 .xlsx 结尾。"
        )


def _titles(ledger: Ledger, as_of: date) -> Mapping[str, str]:
    """Return the titles of all rules, those of the versions in force on the day."""
    every = sorted(rules.book(ledger).rules, key=lambda rule: rule.holds_on(as_of))
    return {rule.id: rule.title for rule in every}


def _row(number: int, one: DueLine, org_id: str) -> tuple[str, ...]:
    finding = one.finding
    # What is told as coming is not called late, though the day it is counted from is over.
    over = max(one.days_over or 0, 0) if finding.state is not DueState.NEXT else 0
    return (
        str(number),
        _STATES[finding.state],
        one.rule,
        _subject(one, org_id),
        finding.text,
        finding.due_on.isoformat() if finding.due_on else _NOBODY,
        str(over) if over else _NOBODY,
        one.responsible or _NOBODY,
        f"{finding.source}{finding.article}",
    )


def _subject(one: DueLine, org_id: str) -> str:
    """Return whom a line is about; the branch is named where the list is not of that branch."""
    is_elsewhere = one.branch and one.org_id not in {one.finding.about.subject, org_id}
    return f"{one.subject}（{one.branch}）" if is_elsewhere else one.subject
