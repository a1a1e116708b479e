"""What the preview of each ugly workbook (tests.exchange.ugly) must say on an empty ledger.

counts: outcomes. problems: "CELL code", in order, without the INFO that a branch is created.
values: (row, field, value as in the JSON). red: cells that the corrected workbook marks.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Expected:
    counts: str
    problems: str = ""
    values: tuple[tuple[int, str, Any], ...] = ()
    red: str = ""


def _day(value: str | None, precision: str, raw: str) -> dict[str, Any]:
    return {"value": value, "precision": precision, "raw": raw or value}


_CLEAN = (
    (4, "name", "石远山"),
    (4, "id_no", "529999196802081032"),
    (4, "gender", "1"),
    (4, "ethnicity", "06"),
    (4, "birth_on", _day("1968-02-08", "DAY", "")),
    (4, "education", "31"),
    (4, "member_type", "FULL"),
    (4, "joined_on", _day("1990-06-04", "DAY", "")),
    (4, "mobile", "19900000001"),
    (4, "status", "NORMAL"),
    (4, "is_lost", False),
)


def _from(row: int) -> tuple[tuple[int, str, Any], ...]:
    return tuple((row, name, value) for _, name, value in _CLEAN)


_E15_RED = "J12 J13 J16 J19 J22 J24 J26 J27 " + " ".join(f"K{row}" for row in range(4, 29))

EXPECTED = {
    "E01": Expected("new=4", values=_from(6)),
    "E02": Expected(
        "new=4", values=(*_from(5), (5, "landline", "0899-7000001"), (5, "lost_since", None))
    ),
    "E03": Expected("new=4", values=_CLEAN),
    "E04": Expected(
        "new=4",
        "O3 sheet.column,P3 sheet.column",
        ((4, "mobile", "19900000001"), (4, "admin_post", "专任教师")),
    ),
    "E05": Expected("new=4,skipped=4", values=_CLEAN),
    "E06": Expected("new=5", values=((4, "branch", "第一支部"), (4, "branch", "第二支部"))),
    "E07": Expected(
        "new=5",
        "D7 id.number_cell,D8 id.number_cell",
        ((7, "id_no", None), (7, "id_no_raw", "529999197506150000")),
        "D7 D8",
    ),
    "E08": Expected(
        "new=4,conflict=6",
        "J7 life.under_age,J8 life.under_age,D8 row.same_id,J9 life.under_age,D9 row.same_id,"
        "D10 row.same_id,D11 row.same_id,D12 row.same_id,J13 life.birth_joined,D13 row.same_id",
        tuple((row, "id_no", "52999919880808003X") for row in range(7, 14)),
        "J7 J8 D8 J9 D9 D10 D11 D12 J13 D13",
    ),
    "E09": Expected(
        "new=4",
        "D7 id.converted",
        ((7, "id_no", "529999197506150018"), (7, "id_no_raw", "529999750615001")),
    ),
    "E10": Expected("new=4", "D7 id.check_digit", ((7, "id_no", "529999197506150019"),), "D7"),
    "E11": Expected(
        "new=5",
        "G7 member.birth_differs,E8 member.gender_differs",
        ((7, "birth_on", _day("1975-06-16", "DAY", "")), (8, "gender", "1")),
        "G7 E8",
    ),
    "E12": Expected("new=3,conflict=1", "D7 row.same_id,C7 branch.guess", (), "D7 C7"),
    "E13": Expected("new=5", values=((7, "name", "田禾青"), (8, "name", "田禾青"))),
    "E14": Expected(
        "new=10",
        "B13 name.note",
        (
            (7, "name", "田禾"),
            (8, "name", "石远山"),
            *((row, "name", "阿依古丽·白禾") for row in range(9, 13)),
            (13, "name", "林若水"),
            (13, "remark", "女"),
        ),
    ),
    "E15": Expected(
        "new=25",
        ",".join(
            f"{place} {code}"
            for row in range(4, 29)
            for place, code in (
                *(
                    (f"J{row}", code)
                    for code in {
                        12: ("life.under_age",),
                        13: ("date.two_digit_year",),
                        16: ("life.under_age",),
                        19: ("date.january_or_october", "life.under_age"),
                        22: ("life.under_age",),
                        24: ("date.year_only",),
                        26: ("date.unclear",),
                        27: ("date.impossible",),
                    }.get(row, ())
                ),
                (f"K{row}", "member.full_missing"),
            )
        ),
        (
            (4, "joined_on", _day("2010-06", "MONTH", "2010.6")),
            (6, "joined_on", _day("2010-06-01", "DAY", "2010.6.1")),
            (16, "joined_on", _day("1975-06-15", "DAY", "27560")),
            (18, "joined_on", _day("1998-10", "MONTH", "1998.1")),
            (19, "joined_on", _day("1998", "YEAR", "1998.1")),
            (24, "joined_on", _day("2010", "YEAR", "")),
            (26, "joined_on", _day(None, "DAY", "1949.9以前")),
            (27, "joined_on", None),
            (28, "joined_on", _day("2010-06", "MONTH", "二〇一〇年六月")),
        ),
        _E15_RED,
    ),
    "E16": Expected(
        "new=7",
        "C8 cell.ditto,C9 cell.ditto,O9 cell.ditto,K9 member.full_missing",
        (
            (7, "landline", None),
            (8, "branch", "中共青禾县第一小学支部委员会"),
            (9, "branch", "中共青禾县第一小学支部委员会"),
            (9, "address", "青禾县清溪镇文昌路5号"),
            (9, "full_on", None),
            (10, "lost_since", None),
        ),
        "C8 C9 O9 K9",
    ),
    "E17": Expected(
        "new=9",
        values=(
            (7, "mobile", "19900000004"),
            (8, "mobile", "19900000005"),
            (9, "mobile", "19900000006"),
            (10, "mobile", "19900000007"),
            (10, "other_phones", "19900000107"),
            (12, "other_phones", "19900000109"),
            (12, "landline", "0899-7000009"),
        ),
    ),
    "E18": Expected(
        "new=8",
        "F11 code.kept",
        (
            *((row, "gender", code) for row, code in zip(range(7, 12), "12122", strict=True)),
            *((row, "ethnicity", "01") for row in range(7, 11)),
            (11, "ethnicity_text", "穿青人"),
        ),
    ),
    "E19": Expected(
        "new=9",
        "I8 member.type_by_date,I9 member.type_by_date,I11 member.type_by_date,"
        "I12 member.type_unknown",
        (
            (7, "member_type", "FULL"),
            (8, "member_type", "FULL"),
            (10, "member_type", "PROBATIONARY"),
            (12, "member_type", None),
        ),
        "I12",
    ),
    "E20": Expected("new=7", "C7 branch.guess,C9 branch.guess", (), "C7 C9"),
    "E21": Expected("new=4", values=_CLEAN),
    "E21-et": Expected("new=4", values=_CLEAN),
    "E21-xlsm": Expected("new=4", values=_CLEAN),
    "E21-xlsx-named-xls": Expected("new=4", values=_CLEAN),
    "E21-html": Expected("new=4", values=_from(3)),
    "E21-csv-gbk": Expected("new=4", values=_from(2)),
    "E21-csv-utf8": Expected("new=4", values=_from(2)),
    "E21-ods": Expected("new=4", values=_CLEAN),
    "E22": Expected("new=4", values=_CLEAN),
    "E23": Expected("new=4", values=_CLEAN),
    "E24": Expected("new=4", "U3 sheet.column", _CLEAN),
    "E25": Expected(
        "new=4",
        "G4 cell.unsolved,G5 cell.unsolved,J6 cell.unsolved,C7 cell.unsolved",
        ((4, "birth_on", None), (4, "education", "21"), (7, "branch", None)),
        "G4 G5 J6 C7",
    ),
    "E26": Expected("new=5", values=_CLEAN),
    "E28": Expected("new=4", values=_CLEAN),
    "E29": Expected("new=4", values=_CLEAN),
    "E30": Expected(
        "new=5",
        values=(
            (4, "dues_month", "4123.45"),
            (5, "dues_month", "12.50"),
            (6, "dues_month", "8.50"),
            (7, "dues_month", "12.50"),
            (8, "dues_month", "1000.00"),
        ),
    ),
    "E31": Expected("new=8,conflict=3", "D10 row.same_id,D11 row.same_id,D12 row.same_id", ()),
    "E32": Expected(
        "new=4", "D5 id.number_cell", ((4, "mobile", "19900000001"), (5, "id_no", None)), "D5"
    ),
    "E33": Expected("new=4", values=_CLEAN),
    "E34": Expected("new=4", "-0 sheet.future", _CLEAN),
    "E35": Expected(
        "new=6",
        "B7 name.rare,B8 name.private_use",
        ((7, "name", "田𬱖"), (8, "name", "石\ue4c6"), (9, "name", "王㛃")),
        "B8",
    ),
}
"""By trap; E27 (a password) has no preview."""
