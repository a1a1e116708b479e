import re
import tomllib
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.base.resources import resource
from app.domain.document import (
    Addressee,
    FigureRun,
    Heading,
    PageBreak,
    Prose,
    SignOff,
    TableBlock,
    Title,
    text_of,
)
from app.reports.template import AppendixRow, FigureValue, number_text, render


def values(**numbers):
    return {id_: FigureValue(id_, number) for id_, number in numbers.items()}


def prose(template, figures):
    return [text_of(b.runs) for b in render(template, figures).blocks if isinstance(b, Prose)]


def test_a_figure_becomes_a_link_to_its_records():
    (block,) = render("接收{N05}名。", values(N05=25)).blocks
    assert block == Prose(("接收", FigureRun("25", "N05"), "名。"))


def test_a_word_without_records_is_plain_text():
    (block,) = render("{year}年", {"year": FigureValue("year", text="2010")}).blocks
    assert block == Prose(("2010年",))


def test_zero_is_printed_unless_the_clause_is_optional():
    assert prose("甲{A}名[[，乙{B}名]]。", values(A=0, B=0)) == ["甲0名。"]
    assert prose("甲{A}名[[，乙{B}名]]。", values(A=0, B=3)) == ["甲0名，乙3名。"]


def test_an_optional_clause_stays_when_one_of_its_figures_is_there():
    assert prose("[[应{A}已{B}。]]", values(A=5, B=0)) == ["应5已0。"]
    assert prose("[[应{A}已{B}。]]", values(A=0, B=None)) == []


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("张三",), "张三同志获奖"),
        (("张三", "李四"), "张三、李四获奖"),
        (("张三", "李四", "王五"), "张三等3名同志获奖"),
    ],
)
def test_people_are_named_by_the_grammar_of_reports(names, text):
    figures = {"N03": FigureValue("N03", len(names), names=names)}
    assert prose("{N03姓名}获奖", figures) == [text]


def test_bodies_are_named_without_calling_them_comrades():
    figures = {"N01": FigureValue("N01", 1, names=("县一中",))}
    assert prose("{N01单位}获奖", figures) == ["县一中获奖"]
    figures = {"N01": FigureValue("N01", 3, names=("县一中", "二中", "三中"))}
    assert prose("{N01单位}获奖", figures) == ["县一中等3个单位获奖"]


def test_what_is_missing_is_visible():
    assert prose("按照《{title}》", {"title": FigureValue("title")}) == ["按照《（未填）》"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("接收{N99}名", "N99"),
        ("[[没有数字]]", "没有数字代号"),
        ("[[甲{N05}", "没有配对"),
        ("[[甲{N05}[[乙{N05}]]]]", "没有配对"),
        ("甲{ N05}", "写法不对"),
    ],
)
def test_a_mistake_in_the_template_names_its_line(line, reason):
    with pytest.raises(UserError, match=reason) as caught:
        render(f"第一行\n\n{line}\n", values(N05=1))
    assert "第3行" in caught.value.what


def test_every_kind_of_line_has_its_block():
    template = (
        "\ufeff% 说明 {不管}\n标题：{org}｜关于工作的汇报\n主送：县委：\n# 一、甲\n## （一）乙\n"
        "正文\n落款：{org}\n日期：2010年12月31日\n分页\n附表\n"
    )
    row = AppendixRow("N05", "新党员", "25", "年度内接收", "2010-12-31", "发展党员")
    result = render(template, {"org": FigureValue("org", text="县教育局")}, (row,))
    assert [type(block) for block in result.blocks] == [
        Title, Addressee, Heading, Heading, Prose, SignOff, PageBreak, TableBlock,
    ]  # fmt: skip
    assert result.title == "县教育局关于工作的汇报"
    assert result.blocks[0] == Title("县教育局\n关于工作的汇报")
    assert result.blocks[5] == SignOff("县教育局", "2010年12月31日")
    assert result.blocks[7].row_ids == ("N05",)


def test_numbers_are_printed_without_separators_and_needless_zeros():
    assert number_text(19200) == "19200"
    assert number_text(Decimal("19200.00")) == "19200"
    assert number_text(Decimal("36.50")) == "36.5"
    assert number_text(Decimal("1E+3")) == "1000"


class TestTheShippedTemplate:
    template = resource("templates", "work_summary.txt").read_text("utf-8")
    ids = tomllib.loads(resource("templates", "work_summary.ids.toml").read_text("utf-8"))

    def body(self):
        return "\n".join(line for line in self.template.splitlines() if not line.startswith("%"))

    def used(self):
        return set(re.findall(r"\{([A-Za-z0-9_.]+)", self.body()))

    def test_it_uses_all_and_only_the_ids_that_are_defined(self):
        assert self.used() == set(self.ids)

    def test_every_figure_from_n01_to_n22_appears(self):
        assert {f"N{number:02}" for number in range(1, 23)} <= self.used()

    def test_with_nothing_recorded_it_still_reads_as_sentences(self):
        nothing = {
            id_: FigureValue(id_, None if entry["kind"] in {"文字", "百分比"} else 0)
            for id_, entry in self.ids.items()
        }
        for text in prose(self.template, nothing):
            assert text.endswith("。")
            assert not re.search(r"[，；。、：][，；。、]|^[，；。、]|《》|（）", text), text

    def test_with_everything_recorded_it_has_the_parts_in_order(self):
        everything = {
            id_: FigureValue(id_, 7, names=("甲", "乙"))
            if entry["kind"] != "文字"
            else FigureValue(id_, text="某某")
            for id_, entry in self.ids.items()
        }
        result = render(self.template, everything)
        chapters = [b.text[0] for b in result.blocks if isinstance(b, Heading) and b.level == 1]
        assert chapters == ["一", "二", "三", "四", "附"]
        for text in prose(self.template, everything):
            assert not re.search(r"[，；。、：][，；。、]|^[，；。、]", text), text
