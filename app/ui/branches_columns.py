"""The columns of the lists of the page 支部: organisations (支部一览表) and schools."""

from collections.abc import Callable

from app.domain.branches import BranchRow, UnitRow
from app.domain.kinds import OrgKind, Post
from app.domain.words import label
from app.ui.table_model import Column, ColumnKind, NamedOrder, Row

UNCOVERED = "未覆盖"


def branch_columns() -> tuple[Column[BranchRow], ...]:
    """Return the columns of 支部一览表, the name first because it stays in place."""
    return (
        Column("name", "党组织名称", lambda row: row.short_name or row.name, width=18),
        _text("kind", "类型", lambda row: row.kind_text, 10),
        _text("units", "覆盖单位", lambda row: "、".join(row.units), 24),
        _number("members", "党员数", lambda row: row.members_n),
        _number("full", "正式", lambda row: row.full_n),
        _number("probationary", "预备", lambda row: row.probationary_n),
        _text("term_no", "届次", lambda row: f"第{row.term_no}届" if row.term_no else "", 8),
        _date("term_from", "本届起", lambda row: row.term_from),
        _date("term_to", "应换届时间", lambda row: row.term_to),
        _post(Post.SECRETARY),
        _post(Post.DEPUTY_SECRETARY),
        _post(Post.ORGANISATION),
        _post(Post.PUBLICITY),
        _post(Post.DISCIPLINE),
        _date("founded_on", "成立时间", lambda row: row.founded_on),
        _number("female", "女", lambda row: row.female_n),
        _number("minority", "少数民族", lambda row: row.minority_n),
        _number("retired", "离退休", lambda row: row.retired_n),
        _text("contact_person", "联系人", lambda row: row.contact_person, 9),
        _text("contact_phone", "联系电话", lambda row: row.contact_phone, 13),
        _text("parent", "上级党组织", lambda row: row.parent, 16),
        _text("full_name", "全称", lambda row: row.name, 30, is_visible=False),
        _text("code", "党组织编码", lambda row: row.code, 14, is_visible=False),
    )


def branch_orders() -> tuple[NamedOrder[BranchRow], ...]:
    """Return the order of the organisations themselves and that by their size."""
    kinds = {kind.value: place for place, kind in enumerate(OrgKind)}
    return (
        NamedOrder("own", "组织次序", _own_order),
        NamedOrder("kind", "党组织类型", lambda row: (kinds.get(row.kind, len(kinds)), row.name)),
    )


def unit_columns() -> tuple[Column[UnitRow], ...]:
    """Return the columns of the list of schools."""
    return (
        Column("name", "单位", lambda row: row.name, width=22),
        _text("kind", "类别", lambda row: row.kind_text, 12),
        _text("covered_by", "覆盖它的支部", covering, 20),
        _text("parent", "上级单位", lambda row: row.parent, 18),
        _text("is_direct", "直属", lambda row: "是" if row.is_direct else "", 5),
        _number("people", "登记人数", lambda row: row.people_n),
        _number("full", "正式党员", lambda row: row.full_n),
    )


def covering(row: UnitRow) -> str:
    """Return the organisations that cover a school, or that there is none."""
    return "、".join(name for _, name, _ in row.covered_by) or UNCOVERED


def _own_order(row: BranchRow) -> tuple[int, str]:
    return (10**9 if row.display_order is None else row.display_order), row.id


def _post(post: Post) -> Column[BranchRow]:
    title = label(post)

    def text(row: BranchRow) -> str:
        return "、".join(name for held, name in row.posts if held == title)

    return Column(post.value.lower(), title, text, width=9)


def _text(
    key: str,
    title: str,
    text: Callable[[Row], str],
    width: int,
    *,
    is_visible: bool = True,
) -> Column[Row]:
    return Column(key, title, text, width=width, is_visible=is_visible)


def _date(key: str, title: str, text: Callable[[BranchRow], str]) -> Column[BranchRow]:
    return Column(key, title, text, kind=ColumnKind.DATE, width=11)


def _number(key: str, title: str, value: Callable[[Row], int]) -> Column[Row]:
    return Column(key, title, lambda row: str(value(row)), kind=ColumnKind.NUMBER, width=6)
