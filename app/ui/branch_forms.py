"""What the windows of the page 支部 edit: read in the background, each with its way to be saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.branches import BranchDraft, PostDraft, TermDraft, UnitDraft
from app.domain.checks import check_record
from app.domain.dates import PartialDate
from app.domain.fields import Field, Value, ValueKind, table_info
from app.domain.words import problem_text
from app.services import branches, members, record_book
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section, columns_of, load_choices
from app.ui.fields import Choice
from app.ui.page import PageTools
from app.ui.writing import Work

BRANCH = (
    Section(
        "基本情况",
        (
            "full_name", "short_name", "kind", "parent_id", "founded_on", "approval_doc",
            "school_kind", "unit_situation", "contact_person", "contact_phone",
        ),
        wide=frozenset({"full_name"}),
    ),
    Section(
        "其他",
        (
            "code", "unit_setup", "applied_on", "replied_on", "filed_on", "dissolved_on",
            "can_approve", "is_retiree_branch", "assessment_group", "theme_day_of_month",
            "region", "former_names", "superior_text", "display_order", "remark",
        ),
        wide=frozenset({"remark"}),
    ),
)  # fmt: skip
_UNIT = (
    Section(
        "",
        (
            "name", "short_name", "kind", "school_kind", "parent_id", "is_direct", "town", "code",
            "headcount", "principal_id", "closed_on", "display_order", "remark",
        ),
        wide=frozenset({"name", "remark"}),
    ),
)  # fmt: skip
_TERM = (
    Section(
        "",
        (
            "term_no", "start_on", "end_on", "extended_to", "extension_doc", "approval_doc",
            "filed_on", "remark",
        ),
        wide=frozenset({"remark"}),
    ),
)  # fmt: skip
_POST = (
    Section(
        "",
        (
            "person_id", "post", "basis", "term_id", "from_on", "to_on", "approved_on", "doc_no",
            "remark",
        ),
        wide=frozenset({"person_id", "remark"}),
    ),
)  # fmt: skip
# Ends of terms lie ahead, so their dates are read as of the end of time (see open_source).
_COVER = (Section("", ("org_id", "school_id", "from_on"), wide=frozenset({"org_id", "school_id"})),)
_UNTIL = (Section("", ("to_on",)),)
_DISSOLVED = (Section("", ("dissolved_on",)),)


@dataclass(frozen=True, slots=True)
class Source:
    """Everything a window needs, as a value: it is read in the background and opened later.

    shown: the words for what the values point to, by field, whether it can be chosen or not.
    """

    title: str
    table: str
    sections: Sequence[Section]
    values: Mapping[str, object]
    save: Callable[[Values], Work]
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    is_new: bool = True
    overridden: Callable[[Values, Override], Work] | None = None


def open_source(source: Source, tools: PageTools, parent: QWidget) -> DraftDialog:
    """Return the window for a source; the caller opens it."""
    check = _checker(source)
    today = tools.ledger.today()
    plan = FormPlan(
        source.sections,
        columns_of(source.table),
        source.choices,
        date.max if source.table == "org_term" else today,
        required=source.required,
    )
    task = DraftTask(
        source.title,
        source.values,
        source.save,
        shown=source.shown,
        check=check,
        blocked=check,
        is_new=source.is_new,
        overridden=source.overridden,
    )
    return DraftDialog(task, plan, tools.writer, parent)


def branch_source(ledger: Ledger, org_id: str = "", parent_id: str | None = None) -> Source:
    """Read an organisation to edit; without an id a new one below parent_id."""
    draft = branches.branch_draft(ledger, org_id) if org_id else BranchDraft(parent_id=parent_id)

    def save(values: Values) -> Work:
        new = BranchDraft(**_own(BranchDraft, values))
        if org_id:
            return lambda _: branches.edit(ledger, org_id, new, draft)
        return lambda _: branches.add(ledger, new)

    return Source(
        f"修改党组织：{draft.short_name or draft.full_name}" if org_id else "新增支部",
        "org_unit",
        BRANCH,
        _values(draft),
        save,
        load_choices(ledger, _columns("org_unit")),
        record_book.reference_texts(ledger, "org_unit", _values(draft)),
        frozenset({"full_name", "kind"}),
        is_new=not org_id,
    )


def unit_source(ledger: Ledger, unit_id: str = "") -> Source:
    """Read a school to edit; without an id a new one."""
    draft = branches.unit_draft(ledger, unit_id) if unit_id else UnitDraft()

    def save(values: Values) -> Work:
        new = UnitDraft(**_own(UnitDraft, values))
        if unit_id:
            return lambda _: branches.edit_unit(ledger, unit_id, new, draft)
        return lambda _: branches.add_unit(ledger, new)

    choices = load_choices(ledger, _columns("school_unit"), without=("person",))
    return Source(
        f"修改单位：{draft.short_name or draft.name}" if unit_id else "新增学校（单位）",
        "school_unit",
        _UNIT,
        _values(draft),
        save,
        {**choices, "person": _people(ledger)},
        record_book.reference_texts(ledger, "school_unit", _values(draft)),
        frozenset({"name"}),
        is_new=not unit_id,
    )


def term_source(ledger: Ledger, org_id: str, term_id: str = "") -> Source:
    """Read a term of office to edit; without an id a new one of an organisation."""
    draft = branches.term_draft(ledger, term_id) if term_id else _next_term(ledger, org_id)

    def save(values: Values, override: Override | None = None) -> Work:
        new = TermDraft(**_own(TermDraft, values))
        if term_id:
            return lambda _: branches.edit_term(ledger, term_id, new, override, draft)
        return lambda _: branches.add_term(ledger, new, override)

    title = f"修改第{draft.term_no}届" if term_id else "登记新一届"
    return Source(
        title, "org_term", _TERM, _values(draft), save, is_new=not term_id, overridden=save
    )


def post_source(ledger: Ledger, org_id: str, post_id: str = "") -> Source:
    """Read a holder of a post to edit; without an id a new one of an organisation."""
    card = branches.card(ledger, org_id)
    draft = (
        branches.post_draft(ledger, post_id)
        if post_id
        else PostDraft(person_id="", org_id=org_id, post="", term_id=_newest(card.terms))
    )

    def save(values: Values, override: Override | None = None) -> Work:
        new = PostDraft(**_own(PostDraft, values))
        if post_id:
            return lambda _: branches.edit_post(ledger, post_id, new, override, draft)
        return lambda _: branches.add_post(ledger, new, override)

    return Source(
        "修改任职" if post_id else "登记任职",
        "org_post",
        _POST,
        _values(draft),
        save,
        {
            **load_choices(
                ledger, _columns("org_post"), without=("person", "org_term", "org_unit")
            ),
            "org_term": [Choice(line.id, line.text) for line in card.terms],
            "person": _people(ledger, org_id),
        },
        record_book.reference_texts(ledger, "org_post", _values(draft)),
        frozenset({"person_id", "post"}),
        is_new=not post_id,
        overridden=save,
    )


def cover_source(ledger: Ledger, org_id: str | None = None, school_id: str | None = None) -> Source:
    """Read the choices for letting an organisation cover a school."""

    def save(values: Values) -> Work:
        since = values["from_on"]
        day = since if isinstance(since, PartialDate) else None
        return lambda _: branches.cover(
            ledger, str(values["org_id"]), str(values["school_id"]), day
        )

    return Source(
        "覆盖单位",
        "org_cover",
        _COVER,
        {"org_id": org_id, "school_id": school_id, "from_on": None},
        save,
        load_choices(ledger, _columns("org_cover")),
        required=frozenset({"org_id", "school_id"}),
    )


def end_cover_source(ledger: Ledger, cover_id: str) -> Source:
    """Return the window that ends the cover of a school."""

    def save(values: Values) -> Work:
        until = values["to_on"]
        if not isinstance(until, PartialDate):
            raise TypeError(until)
        return lambda _: branches.end_cover(ledger, cover_id, until)

    return Source(
        "结束覆盖", "org_cover", _UNTIL, {"to_on": None}, save, required=frozenset({"to_on"})
    )


def dissolve_source(ledger: Ledger, org_id: str, name: str) -> Source:
    """Return the window that ends an organisation without members."""

    def save(values: Values) -> Work:
        on = values["dissolved_on"]
        if not isinstance(on, PartialDate):
            raise TypeError(on)
        return lambda _: branches.dissolve(ledger, org_id, on.first_day)

    return Source(
        f"撤销{name}",
        "org_unit",
        _DISSOLVED,
        {"dissolved_on": None},
        save,
        required=frozenset({"dissolved_on"}),
    )


def _checker(source: Source) -> Callable[[Values], dict[str, str]]:
    labels = table_info(source.table).fields
    kept = set(source.values)

    def check(values: Values) -> dict[str, str]:
        found = {
            name: f"请填写{labels[name].label}" for name in source.required if not values[name]
        }
        plain: dict[str, Value] = {name: values[name] for name in kept}  # type: ignore[misc] # typed by the form
        for problem in check_record(source.table, plain):
            name = problem.detail["field"]
            if name in kept:
                found.setdefault(name, problem_text(problem))
        return found

    return check


def _columns(table: str) -> list[Field]:
    return [item for item in table_info(table).fields.values() if item.kind in _CHOSEN]


_CHOSEN = (ValueKind.CODE, ValueKind.REFERENCE)


def _values(draft: Any) -> dict[str, object]:  # noqa: ANN401 - any of the frozen drafts
    return {item.name: getattr(draft, item.name) for item in fields(draft)}


def _own(kind: type, values: Values) -> dict[str, Any]:
    return {item.name: values[item.name] for item in fields(kind)}


def _people(ledger: Ledger, org_id: str = "") -> list[Choice]:
    """Return the members to choose from: those of an organisation, or all when it has none."""
    rows = [row for row in members.rows(ledger) if row.on_roster]
    own = [row for row in rows if row.branch_id == org_id] or rows
    return [
        Choice(row.id, f"{row.name}（{row.unit or row.branch}）", row.search_keys) for row in own
    ]


def _next_term(ledger: Ledger, org_id: str) -> TermDraft:
    row = branches.card(ledger, org_id).row
    return TermDraft(org_id=org_id, term_no=(row.term_no or 0) + 1)


def _newest(lines: Sequence[Any]) -> str | None:
    return lines[0].id if lines else None
