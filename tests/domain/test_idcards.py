"""ID numbers: C.4, E07 to E10."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.idcards import IdLimits, birth_of, check_digit, gender_of, mask, read_id_no
from app.domain.rules import RuleBook, RuleEdit
from tests.domain.odd_cells import CELLS

ON = date(2024, 7, 1)


LIMITS = IdLimits.of(RuleBook.load(), ON)


def read(cell, **more):
    return read_id_no(cell, **{"on": ON, "limits": LIMITS, **more})


def codes(reading):
    return [problem.code for problem in reading.problems]


@st.composite
def id_numbers(draw):
    birth = draw(st.dates(date(1920, 1, 1), date(2006, 6, 30)))
    first17 = f"529999{birth:%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return first17 + check_digit(first17)


@pytest.mark.parametrize(
    ("id_no", "gender", "birth"),
    [
        ("529999197506150018", "1", date(1975, 6, 15)),
        ("529999197506150026", "2", date(1975, 6, 15)),
        ("52999919880808003X", "1", date(1988, 8, 8)),
        ("11010519491231002X", "2", date(1949, 12, 31)),
    ],
)
def test_valid_numbers(id_no, gender, birth):
    assert read(id_no).value == id_no
    assert read(id_no).problems == ()
    assert gender_of(id_no) == gender
    assert birth_of(id_no) == birth


def test_a_birth_date_that_does_not_exist_is_refused_though_the_check_digit_is_right():
    reading = read("529999200302290013")
    assert check_digit("52999920030229001") == "3"
    assert codes(reading) == ["id.birth"]
    assert reading.problems[0].severity == "BLOCK"
    assert birth_of("529999200302290013") is None


def test_the_standard_example_born_in_1880_breaks_only_the_age_rule():
    assert codes(read("440524188001010014")) == ["id.age"]
    assert codes(read("440524188001010014", on=date(1960, 1, 1))) == ["id.age"]


def test_fifteen_digits_are_converted_and_the_original_is_told():
    for cell in ("529999750615001", 529999750615001, 529999750615001.0, " 529999 750615 001"):
        reading = read(cell)
        assert reading.value == "529999197506150018"
        assert codes(reading) == ["id.converted"]
        assert reading.problems[0].detail["original"] == "529999750615001"


@pytest.mark.parametrize(
    "cell",
    [
        529999197506150018,
        5.29999197506150e17,
        529999197506150000,
        1234567890123456,
        "5.29999E+17",
        "5.29999197506E+17",
    ],
)
def test_a_number_typed_cell_is_never_trusted(cell):
    reading = read(cell)
    assert reading.value is None
    assert codes(reading) == ["id.number_cell"]
    assert reading.problems[0].severity == "WARN"
    assert reading.problems[0].detail["raw"]


@pytest.mark.parametrize(
    "cell",
    [
        "52999919880808003x",
        "'52999919880808003X",
        "５２９９９９１９８８０８０８００３Ｘ",
        "529999 19880808 003X",
        "52999919880808003X\t",
        "\ufeff52999919880808003\u200bX\u00a0",
        "52999919880808003Ⅹ",
        "52999919880808003Х",
        "52999919880808003х",
        "52999919880808003×",
        "’52999919880808003X",
    ],
)
def test_other_ways_to_type_are_normalised(cell):
    assert read(cell).value == "52999919880808003X"
    assert codes(read(cell)) == []


def test_a_wrong_check_digit_keeps_the_value_and_says_which_it_should_be():
    reading = read("529999197506150017")
    assert reading.value == "529999197506150017"
    assert codes(reading) == ["id.check_digit"]
    assert reading.problems[0].severity == "WARN"
    assert reading.problems[0].detail == {"expected": "8", "found": "7"}


@pytest.mark.parametrize(
    "cell", ["52999919750615001", "5299991975061500188", "X29999197506150018", "张三", True, 0, -5,
             "52999919750615X018", float("nan"), float("inf"), "529999********0018"]
)  # fmt: skip
def test_other_shapes_are_refused(cell):
    assert read(cell).value is None
    assert codes(read(cell))[0] in ("id.shape", "id.number_cell")
    assert codes(read("52999919750615001")) == ["id.shape"]


def test_only_the_province_of_the_area_is_tested():
    for area in ("11", "15", "21", "37", "46", "54", "65", "71", "81", "82", "83", "91"):
        first17 = f"{area}999919750615001"
        assert codes(read(first17 + check_digit(first17))) == []
    for area in ("00", "16", "20", "38", "47", "55", "66", "70", "84", "90", "99"):
        first17 = f"{area}999919750615001"
        assert codes(read(first17 + check_digit(first17))) == ["id.area"]


def test_the_age_limits_include_their_years():
    def born(text):
        first17 = f"529999{text}001"
        return first17 + check_digit(first17)

    assert codes(read(born("20060701"))) == []
    assert codes(read(born("20060702"))) == ["id.age"]
    assert codes(read(born("20060702"), is_student=True)) == []
    assert codes(read(born("20100702"), is_student=True)) == ["id.age"]
    assert codes(read(born("19130702"))) == []
    assert codes(read(born("19130701"))) == ["id.age"]
    assert codes(read(born("20240702"))) == ["id.birth_future"]


def test_the_bureaus_own_limits_are_used_and_a_rule_switched_off_asks_nothing():
    edits = [
        RuleEdit("C4-02", date(1999, 7, 1), enabled=False),
        RuleEdit("C4-04", params='{"oldest": 40}'),
    ]
    limits = IdLimits.of(RuleBook.load().with_edits(edits), ON)
    reading = read("999999197506150016", limits=limits)
    assert codes(reading) == ["id.age", "id.check_digit"]
    assert reading.problems[0].detail["oldest"] == "40"
    off = IdLimits.of(RuleBook.load().with_edits([RuleEdit("C4-04", enabled=False)]), ON)
    assert codes(read("440524188001010014", limits=off)) == []


def test_a_tail_of_zeros_is_doubted():
    assert "id.tail_zeros" in codes(read("529999197506150000"))


@pytest.mark.parametrize("cell", [None, "", "无", "—", "/"])
def test_no_number_is_no_problem(cell):
    assert read(cell) == read(None)
    assert read(cell).value is None
    assert read(cell).problems == ()


def test_the_mask_shows_four_at_each_end():
    assert mask("110101194912310021") == "110101********0021"
    assert mask("529999750615001") == "529999*****5001"
    assert mask("1234567890") == "**********"
    assert mask("") == ""


def test_the_gender_of_something_else_is_unknown():
    assert gender_of("") == gender_of("529999750615001") == "0"


@given(id_numbers())
def test_valid_numbers_round_trip(id_no):
    reading = read(id_no)
    assert reading.value == id_no
    assert [c for c in codes(reading) if c != "id.tail_zeros"] == []
    assert birth_of(id_no).strftime("%Y%m%d") == id_no[6:14]
    assert gender_of(id_no) == ("1" if int(id_no[14:17]) % 2 else "2")
    if id_no[6:8] == "19":
        assert read(id_no[:6] + id_no[8:17]).value == id_no


@given(id_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_caught(id_no, place, other):
    wrong = id_no[:place] + other + id_no[place + 1 :]
    if wrong != id_no:
        assert set(codes(read(wrong))) & {"id.check_digit", "id.shape"}


@given(id_numbers(), st.integers(0, 15))
def test_swapped_neighbours_are_caught(id_no, place):
    wrong = id_no[:place] + id_no[place + 1] + id_no[place] + id_no[place + 2 :]
    if wrong != id_no:
        assert "id.check_digit" in codes(read(wrong))


@given(CELLS)
def test_reading_never_fails(cell):
    value = read(cell).value
    assert value is None or len(value) == 18


def test_an_old_number_with_an_impossible_birth_is_not_said_to_be_converted():
    assert codes(read("529999751315001")) == ["id.birth"]
