"""Makes resources/samples/: rosters as schools really hand them in, about the practice county.

Run it with the project's own Python after the practice county has changed:
`.venv/bin/python packaging/samples/make_samples.py`. The people it changes are taken from the
county itself, so that an import shows new, same, changed, conflicting and doubtful rows. Everybody
is invented; every ID number lies in the unassigned area 529999.
"""

import csv
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.domain.idcards import check_digit  # noqa: E402 - the path comes first
from app.domain.members import MemberDraft  # noqa: E402
from app.domain.showing import code_text  # noqa: E402
from app.services import branches, members  # noqa: E402
from app.services.ledger import Ledger  # noqa: E402
from app.services.practice.build import build  # noqa: E402

SAMPLES = ROOT / "resources" / "samples"
Person = MemberDraft
Cells = list[object]


def main() -> None:
    """Write every sample file."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    county = read_county()
    two_line_header(county["县民族中学"][:20], SAMPLES / "县民族中学党员花名册.xlsx")
    old_excel(county["实验小学"][:12], SAMPLES / "实验小学党员名单.xls")
    gbk_text(county["东门小学"][:12], SAMPLES / "东门小学党员.csv")
    several_sheets(county, SAMPLES / "各片区小学党员名册.xlsx")
    traps(
        [*county["职教中心"][:14], county["白岩乡小学"][0]],
        SAMPLES / "职教中心党员信息(待核对).xlsx",
    )
    branch_list(SAMPLES / "党支部一览表.xlsx")


def read_county() -> dict[str, list[Person]]:
    """Return the members of the practice county by the short name of their branch."""
    with TemporaryDirectory() as place:
        ledger = Ledger.open(Path(place) / "county.sqlite")
        build(ledger)
        names = {row.id: row.short_name for row in branches.rows(ledger)}
        county: dict[str, list[Person]] = {}
        for row in members.rows(ledger):
            if row.on_roster:
                draft = members.card(ledger, row.id).draft
                county.setdefault(names[row.branch_id], []).append(draft)
        ledger.close()
    return county


def gender(person: Person) -> str:
    """Return the word for the gender."""
    return code_text("gender", person.gender)


def kind(person: Person) -> str:
    """Return the words schools write for the kind of member."""
    return {"FULL": "正式党员", "PROBATIONARY": "预备党员"}[person.member_type]


def dotted(day: object) -> str:
    """Return a date as 2010.06 or 2010.06.12, as most schools type it."""
    return str(day or "").replace("-", ".")


def newcomer(number: int, name: str) -> Cells:
    """Return name, ID number, birth for a person who is not in the county."""
    body = f"5299991983{number % 12 + 1:02d}{number % 28 + 1:02d}{900 + number:03d}"
    birth = f"{body[6:10]}.{body[10:12]}.{body[12:14]}"
    return [name, body + check_digit(body), birth]


def two_line_header(people: list[Person], target: Path) -> None:
    """Write a roster with a merged title, a note, a header of two lines and a footer."""
    book = Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(["清江县民族中学党员花名册"])
    sheet.append(["填报单位(盖章):清江县民族中学        填报时间:2010年12月20日"])
    sheet.append(["序号", "基本情况", None, None, None, None, "党内情况", None, None, "联系方式"])
    sheet.append(
        [None, "姓  名", "性别", "民族", "身份证号码\n(18位)", "学历",
         "所在支部", "入党时间", "转正时间", "手机号码"]
    )  # fmt: skip
    for area in ("A1:J1", "A2:J2", "A3:A4", "B3:F3", "G3:I3"):
        sheet.merge_cells(area)
    sheet["A1"].font = Font(name="黑体", size=18)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for number, person in enumerate(people, start=1):
        sheet.append(_two_line_row(number, person))
    for number, new in enumerate(("滕子轩", "谭雨桐"), start=len(people) + 1):
        name, id_no, _ = newcomer(number, new)
        sex = "男" if int(str(id_no)[16]) % 2 else "女"
        sheet.append(
            [number, name, sex, "汉族", id_no, "大学本科", "县民族中学党支部",
             "2010年6月", None, f"13911000{number:03d}"]
        )  # fmt: skip
    sheet.append(["合计", f"{len(people) + 2}人"])
    sheet.append(["填表人:韦老师", None, None, None, None, None, "审核人:"])
    for column, width in zip("ABCDEFGHIJ", (6, 10, 6, 8, 22, 10, 16, 13, 13, 14), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(target)


def _two_line_row(number: int, person: Person) -> Cells:
    """Return a row; a few phones and degrees are newer than in the ledger, one date is vaguer."""
    cells: Cells = [
        number, "  ".join((person.name[:1], person.name[1:])), gender(person),
        code_text("ethnicity", person.ethnicity), person.id_no,
        code_text("education", person.education), "县民族中学党支部",
        dotted(person.joined_on), dotted(person.full_on), person.mobile,
    ]  # fmt: skip
    changes: dict[int, tuple[int, object]] = {
        3: (9, "13922000003"),
        5: (5, "研究生"),
        7: (7, f"{dotted(person.joined_on)[:4]}年"),
        9: (9, "13922000009"),
    }
    if number in changes:
        column, value = changes[number]
        cells[column] = value
    return cells


def old_excel(people: list[Person], target: Path) -> None:
    """Write an .xls with real dates, genders as numbers and no column for the branch."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("实验小学")
    header = ("序号", "姓名", "性别", "出生年月", "公民身份号码", "党员类别", "党支部",
              "入党日期", "转正日期", "联系电话", "家庭住址", "备注")  # fmt: skip
    sheet.write_merge(0, 0, 0, len(header) - 1, "实验小学党员名单(2010年)")
    for column, word in enumerate(header):
        sheet.write(1, column, word)
    day_style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    moved = people[3].name
    for number, person in enumerate(people, start=1):
        address = "清江县实验小学教师宿舍" if person.name == moved else person.address
        row: Cells = [number, person.name, int(person.gender), _day(person.birth_on), person.id_no,
                      kind(person), "实验小学支部", _day(person.joined_on), _day(person.full_on),
                      person.mobile, address, ""]  # fmt: skip
        for column, value in enumerate(row):
            style = [day_style] if column in {3, 7, 8} and value else []
            sheet.write(number + 1, column, value, *style)
    book.save(str(target))


def _day(day: object) -> object:
    return getattr(day, "value", None) or ""


def gbk_text(people: list[Person], target: Path) -> None:
    """Write a comma-separated file as old programs export it: GBK, quotes before ID numbers."""
    header = ("姓名", "性别", "民族", "身份证号", "出生日期", "人员类别", "所在党支部",
              "加入党组织日期", "手机")  # fmt: skip
    with target.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for person in people:
            writer.writerow(
                [person.name, gender(person), code_text("ethnicity", person.ethnicity),
                 f"'{person.id_no}", str(person.birth_on), kind(person), "东门小学支部",
                 str(person.joined_on), person.mobile]
            )  # fmt: skip


def several_sheets(county: dict[str, list[Person]], target: Path) -> None:
    """Write one sheet per branch, with columns in another order each time and an empty sheet."""
    book = Workbook()
    book.remove(book.active)
    header = ["姓名", "性别", "身份证号", "入党年月", "转正年月", "职务", "电话"]
    for number, branch in enumerate(("石板镇小学", "大坝镇小学", "松林乡小学")):
        sheet = book.create_sheet(branch)
        sheet.append([f"{branch}党员登记表"])
        order = header[number:] + header[:number]
        sheet.append(["序号", "党支部名称", *order])
        for place, person in enumerate(county[branch][:8], start=1):
            cells = dict(zip(header, _short_row(person), strict=True))
            sheet.append([place, f"{branch}支部", *(cells[word] for word in order)])
    book.create_sheet("Sheet2")
    book.save(target)


def _short_row(person: Person) -> Cells:
    joined, full = dotted(person.joined_on)[:7], dotted(person.full_on)[:7]
    return [person.name, gender(person), person.id_no, joined, full, "教师", person.mobile]


def traps(people: list[Person], target: Path) -> None:
    """Write what goes wrong in real life: lost digits, a wrong check digit, another branch."""
    book = Workbook()
    sheet = book.active
    sheet.title = "职教中心"
    sheet.append(["职教中心党员信息采集表(待核对)"])
    sheet.append(["姓名*", "性别*", "公民身份号码*", "出生日期", "人员类别", "党支部",
                  "入党时间", "转正时间", "联系方式"])  # fmt: skip
    for number, person in enumerate(people):
        sheet.append(_trapped(number, person))
    name, id_no, birth = newcomer(40, "瞿小满")
    wrong = "0" if id_no[-1] != "0" else "1"
    sheet.append([name, "女", id_no[:-1] + wrong, birth, "预备", "职教中心支部",
                  2010.1, None, "13933000040"])  # fmt: skip
    sheet.append(["", None, None, None, None, None, None, None, None])
    sheet.append(["注:预备党员不填转正时间"])
    book.save(target)


def _trapped(number: int, person: Person) -> Cells:
    """Return a row of the roster of traps; each number has its own trap."""
    cells: Cells = [
        person.name, gender(person), person.id_no, str(person.birth_on), kind(person),
        "职教中心支部", dotted(person.joined_on), dotted(person.full_on), person.mobile,
    ]  # fmt: skip
    changes: dict[int, dict[int, object]] = {
        1: {2: int(person.id_no[:15] + "000"), 3: None},  # the tail is lost
        2: {2: " ".join((person.id_no[:6], person.id_no[6:14], person.id_no[14:]))},
        3: {3: "无", 7: "至今"},
        4: {8: f"{person.mobile}/0859-3221188"},
        5: {1: "男" if gender(person) == "女" else "女"},
        6: {6: "2010.13", 7: None},
        7: {0: f"{person.name}(副书记)"},
        8: {5: "同上"},
        9: {4: "党员"},
        10: {2: None, 3: None, 8: "13944000010"},  # may be a namesake
    }
    for column, value in changes.get(number, {}).items():
        cells[column] = value
    return cells


def branch_list(target: Path) -> None:
    """Write a list of branches: known ones, one with a new contact, one that is new."""
    book = Workbook()
    sheet = book.active
    sheet.title = "党支部一览表"
    sheet.append(["清江县教育系统党支部一览表"])
    sheet.append(["序号", "党组织名称", "简称", "类型", "上级党组织", "联系人", "联系电话",
                  "单位名称", "单位类别", "成立日期"])  # fmt: skip
    committee = "中共清江县教育局委员会"
    known = (
        ("中共清江县第一中学支部委员会", "县一中", "清江县第一中学", "普通高中"),
        ("中共清江县民族中学支部委员会", "县民族中学", "清江县民族中学", "普通高中"),
        ("中共清江县实验小学支部委员会", "实验小学", "清江县实验小学", "小学"),
    )
    for number, (name, short, school, sort) in enumerate(known, start=1):
        sheet.append([number, name, short, "党支部", committee, "韦老师", f"0859-322100{number}",
                      school, sort, "2008年6月10日"])  # fmt: skip
    sheet.append([4, "中共清江县特殊教育学校支部", "特殊教育学校", "党支部", committee, "蒙老师",
                  "0859-3221009", "清江县特殊教育学校", "特殊教育", "2010年9月1日"])  # fmt: skip
    sheet.append(["填表人:", None, None, None, None, "填表日期:2010年12月20日"])
    book.save(target)


if __name__ == "__main__":
    main()
