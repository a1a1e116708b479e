"""Commands that give data out: template, export, figures, due, report."""

from argparse import Namespace
from decimal import Decimal

from app.cli.opening import ledger_of
from app.cli.output import complain, progress, say, say_json, say_table
from app.domain.figures import Figure
from app.services import due_list, exports, printing, reports, roster_print, rules
from app.services.figures import REGISTERED, as_printed, compute


def template(options: Namespace) -> int:
    """Write an empty template."""
    exports.template(options.kind, options.target)
    say(f"空白模板已存到 {options.target}")
    return 0


def export(options: Namespace) -> int:
    """Write records as a workbook that can be imported again, or members as a printed roster."""
    with ledger_of(options) as ledger:
        if options.kind == "members" and options.target.suffix.lower() == ".pdf":
            whole = options.whole_ids
            number = roster_print.save(ledger, None, options.target, progress(), whole_ids=whole)
            say(f"党员花名册（{number}名）已存到 {options.target}")
            return 0
        number = exports.export(ledger, options.kind, options.target, progress(), options.year)
    say(f"已导出{number}行到 {options.target}")
    return 0


def figures(options: Namespace) -> int:
    """Count the figures of a year."""
    with ledger_of(options) as ledger:
        counted = compute(ledger, options.year, cutoff=options.cutoff)
    if options.json:
        say_json({id_: _figure_json(figure) for id_, figure in counted.figures.items()})
        return 0
    rows = [
        (id_, figure.definition.title, as_printed(figure), _unit(figure), str(len(figure.evidence)))
        for id_, figure in sorted(
            counted.figures.items(), key=lambda each: each[0] not in REGISTERED
        )
    ]
    say_table(("编号", "指标", "数值", "单位", "记录数"), rows)
    say(*counted.warnings)
    return 0


def due(options: Namespace) -> int:
    """List what is overdue, to be done or coming on a day, or print the list."""
    with ledger_of(options) as ledger:
        as_of = options.as_of or ledger.today()
        org = due_list.branch_called(ledger, options.branch) if options.branch else ""
        if options.output:
            made = due_list.document(ledger, as_of, org)
            due_list.save(made, options.output, progress())
        found = [line.finding for line in due_list.lines(ledger, as_of, org)]
    if options.json:
        say_json(rules.due_json(found))
        return 0
    if options.output:
        say(f"预警与待办清单（{len(found)}项）已存到 {options.output}")
        return 0
    words = {"overdue": "已逾期", "soon": "该办了", "next": "将到期"}
    rows = [
        (words[one.state], str(one.due_on or "—"), one.text, f"{one.source}{one.article}")
        for one in found
    ]
    say_table(("状态", "期限", "事项", "依据"), rows)
    return 0


def report(options: Namespace) -> int:
    """Print the work report of a year; what contradicts itself is told, not hidden."""
    with ledger_of(options) as ledger:
        drafted = reports.draft(ledger, options.year)
    for warning in drafted.year_figures.warnings:
        complain(warning)
    printing.save(drafted.document, options.output, progress())
    say(f"工作情况汇报已存到 {options.output}")
    return 0


def _unit(figure: Figure) -> str:
    return figure.definition.unit if figure.number is not None else ""


def _figure_json(figure: Figure) -> dict[str, object]:
    return {
        "title": figure.definition.title,
        "value": figure.text if figure.number is None else _number(figure.number),
        "definition": figure.definition.definition,
        "records": [item.id for item in figure.evidence],
    }


def _number(value: Decimal) -> int | float:
    """Return a JSON number: whole where it is whole, else with one decimal as it is printed."""
    return int(value) if value == value.to_integral_value() else float(value)
