"""Code tables: C.5, B10-07, E18, E19."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.resources import resource
from app.domain.codes import read_member_type, read_yes_no, table
from app.domain.words import problem_text
from tests.domain.odd_cells import CELLS

SOURCE = tomllib.loads(resource("codes.toml").read_text("utf-8"))
TABLES = tuple(SOURCE)


def codes(reading):
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        *[("gender", cell, "1") for cell in ("男", "男性", "M", "m", "1", 1, 1.0, " 男 ")],
        *[("gender", cell, "2") for cell in ("女", "女性", "F", "2", 2, "２")],
        *[
            ("ethnicity", cell, "01")
            for cell in ("汉", "汉族", "汉 族", "汉　族", "01", "1", 1, 1.0, "1.0")
        ],
        ("ethnicity", "毛难", "36"),
        ("ethnicity", "毛难族", "36"),
        ("ethnicity", "毛南族", "36"),
        ("ethnicity", "乌兹别克族", "43"),
        ("ethnicity", "乌孜别克", "43"),
        ("ethnicity", "布依族", "09"),
        ("ethnicity", "56", "56"),
        *[
            ("education", cell, "21")
            for cell in ("本科", "大学", "大本", "大学本科", "本科毕业", "21", 21)
        ],
        *[("education", cell, "31") for cell in ("大专", "专科", "大专学历", "大专文化")],
        *[("education", cell, "41") for cell in ("中师", "中专", "中专毕业")],
        *[("education", cell, "14") for cell in ("硕士", "研究生", "硕士研究生", "研究生学历")],
        ("education", "高中", "61"),
        ("education", "初中", "71"),
        ("education", "小学", "81"),
        ("education", "博士", "11"),
        ("political_status", "中共党员", "01"),
        ("political_status", "预备党员", "02"),
        ("political_status", "团员", "03"),
        ("political_status", "九三学社", "10"),
        ("political_status", "群众", "13"),
        ("post_group", "专任教师", "PROFESSIONAL"),
        ("post_group", "校长", "MANAGER"),
        ("post_group", "中层", "MANAGER"),
        ("post_group", "局机关公务员", "OFFICIAL"),
        ("post_group", "工勤", "WORKER"),
        ("post_group", "退休", "RETIRED"),
        ("title", "正高级教师", "SENIOR_FULL"),
        ("title", "中学高级", "SENIOR"),
        ("title", "小学高级", "FIRST"),
        ("title", "中学二级教师", "SECOND"),
        ("title", "小学二级", "THIRD"),
        ("title", "未定级", "NONE"),
        ("dues_category", "离退休", "RETIRED"),
        ("party_post", "支部书记", "SECRETARY"),
        ("party_post", "纪律检查委员", "DISCIPLINE"),
        ("party_post", "党小组长", "GROUP_LEADER"),
        ("org_kind", "联合党支部", "JOINT"),
        ("school_kind", "九年一贯", "NINE_YEAR"),
        ("school_kind", "教学点", "TEACHING_POINT"),
        ("school_kind", "职教中心", "VOCATIONAL"),
        ("lost_reason", "外出务工经商", "1"),
        ("lost_reason", "①", "1"),
        ("lost_reason", "出国(境)", "5"),
        ("discipline_kind", "留党察看", "PROBATION_IN_PARTY"),
        ("disposal_kind", "限期改正", "CORRECTION"),
        ("festival", "七一", "JULY_FIRST"),
        ("fund_source", "党费", "DUES"),
        ("member_status", "停止党籍", "SUSPENDED"),
        ("person_category", "教师", "TEACHER"),
    ],
)
def test_words_and_codes_are_read(name, cell, code):
    reading = table(name).read(cell)
    assert reading.value == code
    assert reading.problems == ()


@pytest.mark.parametrize("text", ["穿青人", "革家人"])
def test_peoples_outside_the_56_count_as_other_and_keep_their_name(text):
    reading = table("ethnicity").read(text)
    assert reading.value == "57"
    assert codes(reading) == ["code.kept"]
    assert reading.problems[0].detail["text"] == text
    assert table("ethnicity").read("其他").problems == ()


@pytest.mark.parametrize(
    ("text", "code", "mode"),
    [
        ("党校本科", "21", "党校"),
        ("电大专科", "31", "电大"),
        ("函授本科", "21", "函授"),
        ("自考大专", "31", "自考"),
        ("本科（函授）", "21", "函授"),
        ("省委党校研究生", "14", "省委党校"),
        ("在职大学", "21", "在职"),
    ],
)
def test_a_form_of_study_is_told_apart_from_the_level(text, code, mode):
    reading = table("education").read(text)
    assert reading.value == code
    assert codes(reading) == ["code.mode"]
    assert reading.problems[0].detail["mode"] == mode


@pytest.mark.parametrize(
    ("name", "cell"),
    [("ethnicity", "火星"), ("education", "函授"), ("gender", 3), ("gender", "族")],
)
def test_an_unknown_word_is_told_and_not_guessed(name, cell):
    reading = table(name).read(cell)
    assert reading.value is None
    assert codes(reading) == ["code.unknown"]


def test_the_groups_of_education_are_those_of_the_statistics():
    education = table("education")
    groups = {item.code: item.group for item in education.items}
    assert [groups[code] for code in ("10", "19")] == ["POSTGRADUATE"] * 2
    assert [groups[code] for code in ("20", "28")] == ["UNIVERSITY"] * 2
    assert [groups[code] for code in ("30", "33")] == ["COLLEGE"] * 2
    assert [groups[code] for code in ("40", "49")] == ["SECONDARY_VOCATIONAL"] * 2
    assert [groups[code] for code in ("60", "63")] == ["HIGH"] * 2
    assert [groups[code] for code in ("70", "90")] == ["BASIC"] * 2
    assert set(groups.values()) == {item.code for item in table("education_group").items}


def test_minorities_are_all_but_the_han():
    groups = {item.code: item.group for item in table("ethnicity").items}
    assert groups.pop("01") == "HAN"
    assert len(groups) == 57
    assert set(groups.values()) == {"MINORITY"}


def test_labels_and_groups_of_codes():
    assert table("gender").label("2") == "女"
    assert table("ethnicity").label("17") == "哈萨克族"
    assert table("education").group("31") == "COLLEGE"
    assert table("gender").label("7") == "7"
    assert table("gender").label("") == table("gender").group("7") == ""
    assert table("education").item("21").label == "本科毕业"
    with pytest.raises(KeyError):
        table("education").item("99")
    with pytest.raises(KeyError):
        table("no such table")


def test_the_national_tables_are_whole():
    assert [i.code for i in table("ethnicity").items] == [f"{n:02}" for n in range(1, 59)]
    assert [i.code for i in table("political_status").items] == [f"{n:02}" for n in range(1, 14)]
    assert [i.code for i in table("gender").items] == ["0", "1", "2", "9"]
    expected = [*range(10, 24), *range(28, 29), *range(30, 34), *range(40, 50), *range(60, 64),
                70, 71, 73, 80, 81, 83, 90]  # fmt: skip
    assert [i.code for i in table("education").items] == [str(n) for n in expected]
    assert len(table("lost_reason").items) == 7


@pytest.mark.parametrize("name", TABLES)
def test_every_word_of_a_table_means_one_code_only(name):
    read = table(name).read
    for item in table(name).items:
        for word in (item.code, item.label, *item.aliases, *item.kept):
            assert read(word).value == item.code, word
            assert read(f" {word}　").value == item.code, word


@pytest.mark.parametrize("name", TABLES)
def test_codes_and_labels_are_not_repeated(name):
    items = table(name).items
    assert len({item.code for item in items}) == len({item.label for item in items}) == len(items)
    assert SOURCE[name]["title"]


@pytest.mark.parametrize("cell", [None, "", "　", "—", "/"])
def test_nothing_is_no_problem(cell):
    assert table("ethnicity").read(cell) == table("ethnicity").read(None)
    assert table("party_post").read("无").value is None
    assert table("party_post").read("无").problems == ()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("正式党员", "FULL"),
        ("正式", "FULL"),
        ("预备", "PROBATIONARY"),
        ("中共预备党员", "PROBATIONARY"),
        ("预备 党员", "PROBATIONARY"),
        ("", None),
    ],
)
def test_member_types(cell, code):
    assert read_member_type(cell).value == code
    assert read_member_type(cell).problems == ()


@pytest.mark.parametrize("cell", ["党员", "中共党员"])
def test_a_bare_member_is_asked_for(cell):
    reading = read_member_type(cell)
    assert reading.value is None
    assert reading.choices == ("FULL", "PROBATIONARY")
    assert codes(reading) == ["code.ask"]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("是", True), ("√", True), ("有", True), (True, True), (1, True), ("否", False), ("×", False),
     ("无", False), (False, False), (0, False), ("", None), (None, None)]
)  # fmt: skip
def test_yes_and_no(cell, answer):
    assert read_yes_no(cell).value is answer
    assert read_yes_no(cell).problems == ()


def test_neither_yes_nor_no_is_told():
    assert codes(read_yes_no("也许")) == ["code.unknown"]


@given(st.sampled_from(TABLES), CELLS)
def test_reading_never_fails(name, cell):
    reading = table(name).read(cell)
    assert reading.value is None or table(name).item(reading.value)
    for problem in reading.problems:
        assert problem_text(problem)
