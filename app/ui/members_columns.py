"""The columns and the orders of the members list."""

from collections.abc import Callable, Collection

from app.domain.idcards import mask
from app.domain.members import MemberRow
from app.ui.table_model import Column, ColumnKind, NamedOrder

_MASKED = "身份证号已遮盖，全号请勾“显示完整身份证号”再复制"
_SURE = {True: "是", False: ""}


class IdNumbers:
    """Whether the list shows whole ID numbers; masked unless asked for."""

    def __init__(self) -> None:
        self.are_shown = False

    def text(self, row: MemberRow) -> str:
        """Return the ID number as the list shows it."""
        return row.id_no if self.are_shown else mask(row.id_no)

    def copy_note(self, keys: Collection[str]) -> str:
        """Say after copying these columns that the numbers were masked, "" when they were not."""
        return "" if self.are_shown or "id_no" not in keys else _MASKED


def orders() -> tuple[NamedOrder[MemberRow], ...]:
    """Return the three orders that rosters use."""
    return (
        NamedOrder("pinyin", "姓名拼音", lambda row: row.sort_pinyin),
        NamedOrder("strokes", "姓氏笔画", lambda row: row.sort_strokes),
        NamedOrder("post", "党内职务", lambda row: (row.post_rank, row.sort_pinyin)),
    )


def columns(id_numbers: IdNumbers) -> tuple[Column[MemberRow], ...]:
    """Return the columns, the name first because it stays in place."""
    return (
        Column("name", "姓名", lambda row: row.name, sort=lambda row: row.sort_pinyin, width=9),
        _text("gender", "性别", lambda row: row.gender, 4),
        _text("member_type", "党员类别", lambda row: row.member_type, 9),
        _text("branch", "所在党支部", lambda row: row.branch, 18),
        Column(
            "party_post",
            "党内职务",
            lambda row: row.party_post,
            sort=lambda row: f"{row.post_rank:02d}" if row.party_post else "",
            width=10,
        ),
        _text("ethnicity", "民族", lambda row: row.ethnicity, 7),
        _date("birth_on", "出生日期", lambda row: row.birth_on),
        _number("age", "年龄", lambda row: row.age),
        _date("joined_on", "加入党组织日期", lambda row: row.joined_on),
        _date("full_on", "转为正式党员日期", lambda row: row.full_on),
        _number("party_age", "党龄", lambda row: row.party_age),
        Column("id_no", "公民身份证号", id_numbers.text, sort=lambda row: row.id_no, width=20),
        _text("mobile", "手机号码", lambda row: row.mobile, 13),
        _text("unit", "所在单位", lambda row: row.unit, 18),
        _text("category", "人员类别", lambda row: row.category, 8),
        _text("education", "学历", lambda row: row.education, 10),
        _text("admin_post", "行政职务", lambda row: row.admin_post, 12),
        _text("status", "党籍状态", lambda row: row.status, 10),
        _text("is_lost", "失联", lambda row: _SURE[row.is_lost], 4, is_visible=False),
        _text("is_floating", "流动", lambda row: _SURE[row.is_floating], 4, is_visible=False),
    )


def _text(
    key: str,
    title: str,
    text: Callable[[MemberRow], str],
    width: int,
    *,
    is_visible: bool = True,
) -> Column[MemberRow]:
    return Column(key, title, text, width=width, is_visible=is_visible)


def _date(key: str, title: str, text: Callable[[MemberRow], str]) -> Column[MemberRow]:
    return Column(key, title, text, kind=ColumnKind.DATE, width=11)


def _number(key: str, title: str, value: Callable[[MemberRow], int | None]) -> Column[MemberRow]:
    def text(row: MemberRow) -> str:
        number = value(row)
        return "" if number is None else str(number)

    return Column(key, title, text, kind=ColumnKind.NUMBER, width=5)
