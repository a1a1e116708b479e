"""Keys of names: users.md 4.4."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search_keys import keys_of


def by_pinyin(names):
    return sorted(names, key=lambda name: keys_of(name).sort_pinyin)


def by_strokes(names):
    return sorted(names, key=lambda name: keys_of(name).sort_strokes)


def test_a_plain_name_has_one_reading():
    keys = keys_of("张永杰")
    assert keys.pinyin == "zhang yong jie"
    assert keys.initials == ("zyj",)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("单杰", {"sj", "dj"}),
        ("曾杰", {"zj", "cj"}),
        ("查杰", {"zj", "cj"}),
        ("仇杰", {"qj", "cj"}),
        ("解杰", {"xj", "jj"}),
        ("区杰", {"oj", "qj"}),
        ("覃杰", {"qj", "tj"}),
        ("朴杰", {"pj"}),
        ("盖杰", {"gj"}),
        ("翟杰", {"zj", "dj"}),
        ("尉迟杰", {"ycj", "wcj"}),
        ("万俟杰", {"mqj", "wqj"}),
        ("单于杰", {"cyj", "dyj"}),
        ("长孙杰", {"zsj"}),
        ("尉杰", {"wj"}),
        ("万杰", {"wj"}),
    ],
)
def test_initials_have_all_readings_of_the_surname(name, initials):
    assert initials <= set(keys_of(name).initials)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单杰", "shan jie"),
        ("曾杰", "zeng jie"),
        ("尉迟杰", "yu chi jie"),
        ("吕杰", "lv jie"),
        ("任杰", "ren jie"),
    ],
)
def test_the_likeliest_reading_comes_first(name, reading):
    assert keys_of(name).pinyin.split("|")[0] == reading


def test_a_given_name_is_found_by_its_second_reading_too():
    assert {"wang le", "wang yue"} <= set(keys_of("王乐").pinyin.split("|"))


def test_surname_readings_are_not_used_in_given_names():
    assert keys_of("王单").pinyin.split("|")[0] == "wang dan"
    assert not keys_of("王查").sort_pinyin.endswith("zha1 0067e5")


def test_foreign_names_and_odd_characters():
    assert keys_of("阿依古丽·买买提").initials[0] == "ayglmmt"
    assert keys_of("John Smith").pinyin == "john smith"
    assert keys_of("John Smith").initials == ("js",)
    assert keys_of("").pinyin == keys_of("").sort_pinyin == keys_of("").sort_strokes == ""
    assert keys_of("").initials == ()


def test_names_sort_by_the_reading_of_the_surname():
    names = ["张三", "曾三", "单三", "李三", "安三", "万俟三", "尉迟三", "王三"]
    assert by_pinyin(names) == ["安三", "李三", "万俟三", "单三", "王三", "尉迟三", "曾三", "张三"]


def test_the_same_surname_stays_together():
    names = ["章一", "张永", "张一", "章永", "张一民", "张"]
    assert by_pinyin(names) == ["张", "张一", "张一民", "张永", "章一", "章永"]


def test_a_shorter_syllable_sorts_first():
    assert by_pinyin(["廉三", "李三", "林三", "梁三"]) == ["李三", "廉三", "梁三", "林三"]


def test_names_sort_by_strokes_and_then_by_the_way_of_writing():
    found = "".join(by_strokes("一丁卜万马王毛方文艾刘苏李吴陈范黄萧蒋"))
    assert found.index("王") < found.index("毛") < found.index("文") < found.index("方")
    assert found.index("丁") < found.index("卜") < found.index("万") < found.index("马")
    # CLDR counts the grass radical of 苏 with four strokes and puts it among those of eight.
    assert found.index("艾") < found.index("刘") < found.index("苏") < found.index("李")
    assert found.index("李") < found.index("吴") < found.index("陈") < found.index("范")
    assert found.index("黄") < found.index("萧") < found.index("蒋")


def test_characters_without_a_reading_or_strokes_sort_last():
    odd = "\ue000三"
    assert by_pinyin([odd, "张三", "祖三"])[-1] == odd
    assert by_strokes([odd, "张三", "丁三"])[-1] == odd


@given(st.text("张王单曾查尉迟万俟·•. aZ𠮷\ue000三一", max_size=8))
def test_keys_are_ascii_and_never_fail(name):
    keys = keys_of(name)
    assert (keys.pinyin + "".join(keys.initials) + keys.sort_pinyin + keys.sort_strokes).isascii()
    assert len(keys.pinyin.split("|")) <= 12
    assert len(keys.initials) == len(set(keys.initials))


@given(st.text())
def test_any_text_has_keys(name):
    assert keys_of(name).sort_pinyin.isascii()
    assert all(keys_of(name).initials)


def test_100_000_names_take_seconds():
    given_names = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]
    keys_of("张三")
    start = time.perf_counter()
    for number in range(100_000):
        keys_of("张王李赵陈"[number % 5] + given_names[number % 2000] + given_names[number // 50])
    assert time.perf_counter() - start < 30
