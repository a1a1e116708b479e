"""Small rosters as schools hand them in, imported into the small county."""

from datetime import date

import openpyxl

from app.services import imports
from app.store import records
from tests.exchange.making import id_number

SHEET = "名册"
BORN = date(1980, 1, 1)
SHORT = ["姓名", "性别", "身份证号"]
FIRST, SECOND = "第一小学党支部", "第二小学联合党支部"


def number(sequence):
    return id_number(BORN, sequence)


def written(folder, rows, title=SHEET, merged=(), name="名册.xlsx"):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    path = folder / name
    book.save(path)
    return path


def previewed(county, folder, rows, **keywords):
    return imports.preview(county.ledger, written(folder, rows, **keywords))


def counted(preview):
    return ",".join(f"{one.value}={count}" for one, count in preview.counts.items() if count)


def told(preview, code):
    return [found for found in preview.problems if found.problem.code == code]


def raw(county, table):
    with county.ledger.reading() as tx:
        return records.find(tx, table)


def placed(county, preview):
    """Import and return name → branch of everybody in the file."""
    imports.apply(county.ledger, preview)
    names = {row["id"]: row["full_name"] for row in raw(county, "org_unit")}
    people = {row["id"]: row["name"] for row in raw(county, "person")}
    wanted = {row.source.values.get("name") for row in preview.rows}
    return {
        people[row["person_id"]]: names.get(row["org_id"], "")
        for row in raw(county, "membership")
        if people[row["person_id"]] in wanted
    }
