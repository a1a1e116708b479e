"""The registry of figures: definitions from data, numbers from records, self-checks."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from app.base.errors import UserError
from app.base.resources import resource
from app.domain.figures import (
    Figure,
    FigureChoices,
    FigureDefinition,
    FigureKind,
    Period,
    ratio,
    total,
)
from app.domain.kinds import OrgKind
from app.domain.rules import RuleBook
from app.domain.words import NO, YES
from app.services import rules
from app.services.figure_sources import Measures, Ratio, Source, sources
from app.services.ledger import Ledger, Outcome
from app.services.report_parameters import CONTEXT, SIGNED_ON
from app.store import choices as decided
from app.store import records
from app.store.engine import Transaction

KIND_WORDS = {
    "个数": FigureKind.COUNT,
    "金额": FigureKind.MONEY,
    "学时": FigureKind.HOURS,
    "分数": FigureKind.SCORE,
    "百分比": FigureKind.PERCENT,
    "人名名单": FigureKind.PERSONS,
    "单位名单": FigureKind.ORGS,
    "文字": FigureKind.TEXT,
}
MISSING = "branch.missing"
REGISTERED = tuple(f"N{number:02d}" for number in range(1, 23))
ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class YearFigures:
    """All figures of one period by id, and what the self-checks found (plain sentences)."""

    period: Period
    figures: Mapping[str, Figure]
    warnings: tuple[str, ...]


@cache
def definitions() -> Mapping[str, FigureDefinition]:
    """Return what every figure means, by id, in the order of the report."""
    rows = tomllib.loads(resource("templates", "work_summary.ids.toml").read_text(encoding="utf-8"))
    return {
        id_: FigureDefinition(
            id_,
            row["title"],
            KIND_WORDS[row["kind"]],
            row["unit"],
            row["definition"],
            row.get("choice", ""),
            row.get("chosen", ""),
        )
        for id_, row in rows.items()
    }


def compute(ledger: Ledger, year: int, *, cutoff: date | None = None) -> YearFigures:
    """Count every figure of a year, up to the cut-off day (31 December unless given).

    Raises UserError for a cut-off day in another year.
    """
    period = _period(year, cutoff)
    figures = _count(ledger, period, tuple(definitions()))
    with ledger.reading() as tx:
        choices = read_choices(tx)
    return YearFigures(period, figures, tuple(self_checks(figures, choices)))


def count(ledger: Ledger, id_: str, year: int, *, cutoff: date | None = None) -> Figure:
    """Count one figure of a year; raises KeyError for an unknown id."""
    return _count(ledger, _period(year, cutoff), (id_,))[id_]


def _period(year: int, cutoff: date | None) -> Period:
    if cutoff and cutoff.year != year:
        raise UserError(
            f"截止日期{cutoff}不在{year}年之内。", todo=f"请把截止日期改成{year}年的某一天。"
        )
    return Period(year, cutoff or date(year, 12, 31))


def _count(ledger: Ledger, period: Period, ids: tuple[str, ...]) -> dict[str, Figure]:
    """Count some figures from one consistent view of the ledger."""
    figures = {}
    with ledger.reading() as tx:
        known = sources(_measures(rules.book_of(tx), period.end))
        choices = read_choices(tx)
        words = _words(tx, period)
        for id_ in ids:
            definition = definitions()[id_].under(choices)
            if id_ in words:
                figures[id_] = Figure(definition, None, words[id_])
            elif id_ == MISSING:
                schools = rules.missing_branches(tx, period.end)
                figures[id_] = Figure(definition, total(schools), "", schools)
            else:
                figures[id_] = _figure(tx, definition, known[id_], (period, choices))
    return figures


def _measures(book: RuleBook, on: date) -> Measures:
    trained, idle = book.applied("B7-10", on), book.applied("B4-40", on)
    teachers, young = book.applied("F-01", on), book.applied("F-02", on)
    return Measures(
        rules.meeting_duties(book, on),
        trained.number("times") if trained else None,
        idle.number("months") if idle else None,
        teachers.words("categories") if teachers else (),
        young.number("years") if young else None,
    )


def read_choices(tx: Transaction) -> FigureChoices:
    """Return what the bureau has chosen where the domain leaves a choice."""
    names = FigureChoices.__dataclass_fields__
    return FigureChoices(**{name: decided.read(tx, f"figures.{name}") == YES for name in names})


def choose(ledger: Ledger, choices: FigureChoices) -> Outcome:
    """Keep the bureau's choices."""
    before = choices_of(ledger)
    changed = [name for name in asdict(choices) if getattr(choices, name) != getattr(before, name)]
    with ledger.writing("统计口径") as tx:
        for name in changed:
            decided.write(tx, f"figures.{name}", YES if getattr(choices, name) else NO)
    return ledger.outcome(tx, "已保存统计口径。")


def choices_of(ledger: Ledger) -> FigureChoices:
    """Return what the bureau has chosen."""
    with ledger.reading() as tx:
        return read_choices(tx)


def as_printed(figure: Figure) -> str:
    """Return a figure as printed: no thousands separators, percentages with one decimal."""
    kind, number = figure.definition.kind, figure.number
    if figure.text or number is None:
        return figure.text
    if kind is FigureKind.PERCENT:
        return f"{number.quantize(ONE_DECIMAL, ROUND_HALF_UP)}%"
    if kind is FigureKind.SCORE:
        return str(number.quantize(ONE_DECIMAL, ROUND_HALF_UP))
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figure(
    tx: Transaction,
    definition: FigureDefinition,
    source: Source,
    context: tuple[Period, FigureChoices],
) -> Figure:
    if isinstance(source, Ratio):
        part = tuple(source.part(tx, *context))
        whole = total(source.whole(tx, *context))
        share = ratio(total(part), whole)
        number = None if share is None else share * source.scale
        return Figure(definition, number, "", part, whole)
    evidence = tuple(source(tx, *context))
    if definition.kind is not FigureKind.TEXT:
        return Figure(definition, total(evidence), "", evidence)
    if definition.id == "assessment.grades":
        counted = Counter(item.group for item in evidence)
        words = "、".join(f"{grade}{number}个" for grade, number in counted.items())
    else:
        words = "、".join(item.name for item in evidence)
    return Figure(definition, None, words, evidence)


def _words(tx: Transaction, period: Period) -> dict[str, str]:
    committees = records.find(tx, "org_unit", kind=OrgKind.COMMITTEE, parent_id=None)
    bureau = committees[0] if committees else {"full_name": "", "superior_text": ""}
    end = f"{period.end.year}年{period.end.month}月{period.end.day}日"
    return {
        "org.name": bureau["full_name"],
        "org.superior": bureau["superior_text"] or "上级党组织",
        "report.year": str(period.year),
        "report.cutoff": end,
        "report.date": decided.read(tx, SIGNED_ON, period.year) or end,
        "N22": decided.read(tx, CONTEXT, period.year),
    }


def self_checks(figures: Mapping[str, Figure], choices: FigureChoices) -> list[str]:
    """Return what contradicts itself (domain.md A.3), in plain sentences."""

    def number(id_: str) -> Decimal:
        return figures[id_].number or Decimal(0)

    found = []
    if not figures["org.name"].text:
        found.append("还没有填写本级党组织的名称：点“设置”里的“抬头和背景”填写。")
    if not number("org.members"):
        found.append("台账里还没有党员，汇报里的数字都是 0：请先导入或录入党员。")
    if untyped := number("org.untyped"):
        found.append(f"有{untyped}名党员没有填写是正式还是预备，请在“党员”页补上。")
    if number("N05") != number("N06") + number("N07") + number("dev.other"):
        found.append("新接收预备党员总数与教师、学生、其他人员之和不相等。")
    if number("N11") and number("N12") < number("N11"):
        found.append("党员活动日的参加人次少于活动次数，请检查各支部人数是否已录入。")
    if number("N13") < 0:
        found.append("捐款金额之和是负数，请检查捐款记录。")
    apart = number("N09") - number("transfer.teacher_in") - number("transfer.teacher_out")
    if apart < 0 or (apart and not choices.internal_transfers):
        found.append("教师组织关系接转数与转入、转出之和不相等。")
    found += [
        f"{figures[id_].definition.title}中有{nameless}条表彰没有写明对象，请补上。"
        for id_ in ("N01", "N02", "N03")
        if (nameless := sum(not item.name for item in figures[id_].evidence))
    ]
    return found
