"""The template language of the work report: text with {figures} and [[optional clauses]].

A line is a paragraph. `{N05}` prints a figure, `{N03姓名}` names of people, `{N01单位}` names of
bodies. `[[ … ]]` is left out when every figure in it is 0 or empty. `# ` and `## ` are headings,
`% ` is a remark; 标题：, 主送：, 落款：, 日期：, 分页 and 附表 have their own places.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.base.errors import UserError
from app.domain.document import (
    Addressee,
    Align,
    Block,
    Document,
    FigureRun,
    Heading,
    PageBreak,
    Prose,
    Run,
    SignOff,
    TableBlock,
    Title,
    text_of,
)

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_.]*)(姓名|单位)?\}")
_CLAUSE = re.compile(r"\[\[(.*?)\]\]")
_HEADING = re.compile(r"(#{1,3}) +(.+)")
_TITLE_BREAK = "｜"
_NOT_FILLED = "（未填）"
_FEW = 2


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A value the template can print.

    number: what was counted; None for a word or a ratio without a denominator. text: as printed;
    empty means that the number is printed as it is. names: the people or bodies, in print order.
    has_records: records stand behind it, so that a word too is a link.
    """

    id: str
    number: Decimal | int | None = None
    text: str = ""
    names: tuple[str, ...] = ()
    has_records: bool = False

    @property
    def is_empty(self) -> bool:
        """True for 0, for no number without text, and for no names: an optional clause goes."""
        return not (self.names or self.number or (self.number is None and self.text))


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """One row of 附表: what a figure means, until when it counts, where its records are."""

    id: str
    title: str
    value: str
    definition: str
    cutoff: str
    place: str


def number_text(number: Decimal | int) -> str:
    """Print a number as official prose wants it: no thousands separators, no trailing zeros."""
    if isinstance(number, int):
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def people_runs(id_: str, names: tuple[str, ...]) -> tuple[Run, ...]:
    """Name people: 某某同志; 某某、某某; from three on the first 等 N名同志."""
    if len(names) == 1:
        return (FigureRun(names[0], id_), "同志")
    return _names(id_, names, "名同志")


def bodies_runs(id_: str, names: tuple[str, ...]) -> tuple[Run, ...]:
    """Name schools or branches: all of one or two; from three on the first 等 N个单位."""
    return _names(id_, names, "个单位")


def _names(id_: str, names: tuple[str, ...], counted: str) -> tuple[Run, ...]:
    if len(names) > _FEW:
        return (FigureRun(names[0], id_), "等", FigureRun(str(len(names)), id_), counted)
    runs: list[Run] = []
    for name in names:
        runs += ["、", FigureRun(name, id_)] if runs else [FigureRun(name, id_)]
    return tuple(runs)


def render(
    template: str,
    values: Mapping[str, FigureValue],
    appendix: tuple[AppendixRow, ...] = (),
) -> Document:
    """Fill the template in.

    Raises UserError naming the line for an unknown placeholder, for [[ ]] that do not match, and
    for an optional clause that holds no figure.
    """
    blocks: list[Block] = []
    signer = ""
    for number, raw in enumerate(template.splitlines(), start=1):
        line = raw.strip().removeprefix("\ufeff")
        if not line or line.startswith("%"):
            continue
        if line.startswith("落款："):
            signer = _text(line.removeprefix("落款："), values, number)
            continue
        blocks.extend(_blocks(line, values, number, (signer, appendix)))
    title = next((block.text for block in blocks if isinstance(block, Title)), "")
    return Document(title=title.replace("\n", ""), blocks=tuple(blocks), author=signer)


def _blocks(
    line: str,
    values: Mapping[str, FigureValue],
    number: int,
    context: tuple[str, tuple[AppendixRow, ...]],
) -> Iterator[Block]:
    """Yield what one line of the template becomes; nothing when all of it was optional."""
    signer, appendix = context
    if line == "分页":
        yield PageBreak()
    elif line == "附表":
        yield _appendix_table(appendix)
    elif line.startswith("标题："):
        title = _text(line.removeprefix("标题："), values, number)
        yield Title(title.replace(_TITLE_BREAK, "\n"))
    elif line.startswith("主送："):
        yield Addressee(_text(line.removeprefix("主送："), values, number))
    elif line.startswith("日期："):
        yield SignOff(signer, _text(line.removeprefix("日期："), values, number))
    elif heading := _HEADING.fullmatch(line):
        yield Heading(len(heading[1]), _text(heading[2], values, number))
    elif runs := _runs(line, values, number):
        yield Prose(runs)


def _text(line: str, values: Mapping[str, FigureValue], number: int) -> str:
    return text_of(_runs(line, values, number))


def _runs(line: str, values: Mapping[str, FigureValue], number: int) -> tuple[Run, ...]:
    """Return the runs of a line after its empty optional clauses were left out."""

    def keep(match: re.Match[str]) -> str:
        ids = [found[1] for found in _PLACEHOLDER.finditer(match[1])]
        if not ids:
            raise _wrong(number, "[[ ]] 里面没有数字代号")
        empty = all(_value(id_, values, number).is_empty for id_ in ids)
        return "" if empty else match[1]

    kept = _CLAUSE.sub(keep, line)
    if "[[" in kept or "]]" in kept:
        raise _wrong(number, "[[ 和 ]] 没有配对，或者套在了一起")
    runs: list[Run] = []
    end = 0
    for found in _PLACEHOLDER.finditer(kept):
        runs += [kept[end : found.start()], *_run(found, values, number)]
        end = found.end()
    runs.append(kept[end:])
    if any(isinstance(run, str) and ("{" in run or "}" in run) for run in runs):
        raise _wrong(number, "{ } 里面的代号写法不对")
    return tuple(_joined(runs))


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Yield the runs, neighbouring plain texts joined and empty ones left out."""
    plain = ""
    for run in runs:
        if isinstance(run, str):
            plain += run
            continue
        if plain:
            yield plain
        plain = ""
        yield run
    if plain:
        yield plain


def _run(found: re.Match[str], values: Mapping[str, FigureValue], number: int) -> tuple[Run, ...]:
    """Return what a placeholder becomes: a link to records where something was counted."""
    value = _value(found[1], values, number)
    if found[2] and value.names:
        named = people_runs if found[2] == "姓名" else bodies_runs
        return named(value.id, value.names)
    counted = value.number is not None and not found[2]
    text = value.text or (number_text(value.number or 0) if counted else _NOT_FILLED)
    is_linked = counted or (value.has_records and value.text)
    return (FigureRun(text, value.id),) if is_linked else (text,)


def _value(id_: str, values: Mapping[str, FigureValue], number: int) -> FigureValue:
    if id_ not in values:
        raise _wrong(number, f"不认识代号“{id_}”")
    return values[id_]


def _wrong(number: int, reason: str) -> UserError:
    return UserError(
        f"汇报模板第{number}行：{reason}。",
        kept="没有生成汇报。",
        todo="请对照代号表修改这一行，再重新生成。",
    )


def _appendix_table(rows: tuple[AppendixRow, ...]) -> TableBlock:
    left, centre = Align.LEFT, Align.CENTRE
    return TableBlock(
        header=("代号", "指标", "数值", "怎样统计", "截止日期", "记录在哪里"),
        rows=tuple(
            (row.id, row.title, row.value, row.definition, row.cutoff, row.place) for row in rows
        ),
        widths_mm=(12, 32, 20, 46, 22, 24),
        align=(centre, left, centre, left, centre, left),
        row_ids=tuple(row.id for row in rows),
    )
