from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.reports.line_breaks import (
    CLOSING,
    NO_END,
    NO_START,
    OPENING,
    Token,
    break_lines,
    closed_up,
    may_break,
    split_tokens,
)

SIZE = 10.0
WORDS = ["党", "员", "支部", "2010年", "25名", "98.5%", "Excel", "（一）", "“三会一课”", "《条例》"]
MARKS = ["", "", "", "，", "。", "；", "……", "——", "》。", "！”", "·"]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), max_size=60).map(
    lambda parts: "".join(word + mark for word, mark in parts)
)


def tokens_of(text):
    result = []
    for token in split_tokens(text):
        width = sum(SIZE / 2 if char.isascii() else SIZE for char in token)
        may_shrink = token in CLOSING or token in OPENING
        result.append(Token(token, width, SIZE / 2 if may_shrink else 0.0))
    return result


@given(TEXTS, st.integers(12, 28))
def test_no_line_starts_or_ends_with_a_forbidden_mark(text, characters):
    lines = break_lines(tokens_of(text), (characters - 2) * SIZE, characters * SIZE)
    for line in lines[1:]:
        assert line.tokens[0].text[0] not in NO_START
    for line in lines[:-1]:
        assert line.tokens[-1].text[-1] not in NO_END


@given(TEXTS, st.integers(12, 28))
def test_nothing_is_lost_and_no_number_is_torn_from_its_measure(text, characters):
    lines = break_lines(tokens_of(text), characters * SIZE, characters * SIZE)
    printed = ["".join(token.text for token in line.tokens) for line in lines]
    assert "".join(printed) == text
    for before, after in pairwise(printed):
        assert not (before[-1].isdigit() and after[0] in "年名")


@given(TEXTS, st.integers(12, 28))
def test_a_line_never_needs_more_room_than_its_marks_can_give(text, characters):
    for line in break_lines(closed_up(tokens_of(text)), characters * SIZE, characters * SIZE):
        assert line.width - sum(token.slack for token in line.tokens) <= line.room + 0.01


@given(st.text(st.sampled_from("，。（《》）党a1 ")), st.integers(1, 5))
def test_any_text_breaks_even_where_no_rule_can_be_kept(text, characters):
    lines = break_lines(tokens_of(text), characters * SIZE, characters * SIZE)
    printed = "".join(token.text for line in lines for token in line.tokens)
    assert printed.replace(" ", "") == text.replace(" ", "")


def test_a_mark_that_just_does_not_fit_is_squeezed_in():
    lines = break_lines(tokens_of("甲，乙丙，丁"), 4 * SIZE, 4 * SIZE)
    assert ["".join(t.text for t in line.tokens) for line in lines] == ["甲，乙丙，", "丁"]


def test_where_squeezing_is_not_enough_a_character_is_pushed_out():
    lines = break_lines(tokens_of("甲乙丙丁……戊"), 4 * SIZE, 4 * SIZE)
    assert ["".join(t.text for t in line.tokens) for line in lines] == ["甲乙丙", "丁……戊"]


def test_numbers_words_and_double_marks_stay_whole():
    assert split_tokens("截至2010-12-31共98.5%——用Excel……") == [
        "截", "至", "2010-12-31", "共", "98.5%", "——", "用", "Excel", "……",
    ]  # fmt: skip


def test_breaks_are_refused_before_closing_after_opening_and_inside_a_count():
    assert may_break("党", "员")
    assert not may_break("党", "，")
    assert not may_break("（", "党")
    assert not may_break("25", "名")
    assert may_break("25", "党")


def test_two_marks_in_a_row_share_their_empty_halves():
    quote, comma, _ = closed_up(tokens_of("”，党"))
    assert (quote.width, quote.slack) == (SIZE / 2, 0.0)
    assert comma.width == SIZE
