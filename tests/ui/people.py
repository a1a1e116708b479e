"""The rows and columns of the lists in these tests."""

from dataclasses import dataclass

from app.ui.table_model import Column, ColumnKind


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    id: str
    name: str
    id_no: str = ""
    joined: str = ""
    dues: str = ""
    branch: str = ""


COLUMNS = (
    Column("name", "姓名", lambda row: row.name),
    Column("id_no", "公民身份号码", lambda row: row.id_no),
    Column("joined", "入党日期", lambda row: row.joined, kind=ColumnKind.DATE),
    Column("dues", "月交党费", lambda row: row.dues, kind=ColumnKind.NUMBER),
    Column("branch", "党支部", lambda row: row.branch, is_visible=False),
)
