"""The template of the work report: kept with the ids of the figures, edited with their titles."""

import re
from collections.abc import Mapping
from functools import cache

from app.base.errors import UserError
from app.base.resources import resource
from app.reports.template import FigureValue, render
from app.services.figures import YearFigures, as_printed, compute, definitions
from app.services.ledger import Ledger, Outcome
from app.store import choices

KEY = "report.template.work-summary"

_BY_ID = re.compile(r"\{([A-Za-z][A-Za-z0-9_.]*)(姓名|单位)?\}")
_BY_TITLE = re.compile(r"\{([^{}·]+)(?:·(姓名|单位))?\}")


def read(ledger: Ledger) -> str:
    """Return the template with ids: the bureau's own, or the one that is shipped."""
    with ledger.reading() as tx:
        own = choices.read(tx, KEY)
    return own or resource("templates", "work_summary.txt").read_text(encoding="utf-8")


def keep(ledger: Ledger, text: str) -> Outcome:
    """Keep the bureau's own template; an empty text goes back to the shipped one.

    Figures may be named by their id or by their title. Raises UserError naming the line when the
    template cannot be printed.
    """
    stored = with_ids(text)
    if stored:
        try:
            render(stored, values(compute(ledger, ledger.today().year)))
        except UserError as error:
            raise UserError(
                error.what, kept="模板没有保存，改过的文字还在。", todo="请改好这一行再保存。"
            ) from error
    with ledger.writing("汇报模板") as tx:
        choices.write(tx, KEY, stored)
    return ledger.outcome(tx, "已保存汇报模板。")


def with_titles(text: str) -> str:
    """Return a template in which every figure stands by its Chinese title."""
    known = definitions()

    def named(found: re.Match[str]) -> str:
        if found[1] not in known:
            return found[0]
        return placeholder(known[found[1]].title, found[2] or "")

    return _BY_ID.sub(named, text)


def with_ids(text: str) -> str:
    """Return a template in which every known title is replaced by the id of its figure."""
    ids = _ids()
    return _BY_TITLE.sub(
        lambda found: f"{{{ids[found[1]]}{found[2] or ''}}}" if found[1] in ids else found[0], text
    )


def placeholder(title: str, form: str = "") -> str:
    """Return what stands for a figure in the edited text; form: 姓名 or 单位 for its names."""
    return f"{{{title}·{form}}}" if form else f"{{{title}}}"


def values(counted: YearFigures) -> dict[str, FigureValue]:
    """Return what the template can print."""
    return {
        id_: FigureValue(
            id_, figure.number, as_printed(figure), figure.names, bool(figure.evidence)
        )
        for id_, figure in counted.figures.items()
    }


@cache
def _ids() -> Mapping[str, str]:
    return {definition.title: id_ for id_, definition in definitions().items()}
