"""Search over all keys of a person, fast however frequent the letter."""

import time

import pytest

from app.domain.search import SearchIndex, searchable

PEOPLE = [
    ("z", searchable("张永杰\nzhangyongjie\nzyj", "52999919750615001X", "13900000001")),
    ("s", searchable("单明\nshanming|danming\nsm\ndm", "", "13911112222")),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("永杰", ["z"]),
        ("张 永杰", ["z"]),
        ("ZYJ", ["z"]),
        ("yongjie", ["z"]),
        ("dm", ["s"]),
        ("001x", ["z"]),
        ("0615001X", ["z"]),
        ("1391111", ["s"]),
        ("139", ["z", "s"]),
        ("", ["z", "s"]),
        ("  ", ["z", "s"]),
        ("王", []),
        ("529999", []),
    ],
)
def test_people_are_found_by_any_of_their_keys(text, found):
    assert SearchIndex(PEOPLE).find(text) == found


def test_keys_do_not_run_into_one_another():
    assert SearchIndex(PEOPLE).find("zyj0615") == []


def test_a_keystroke_over_100000_people_takes_milliseconds():
    index = SearchIndex(
        (str(n), searchable(f"王小明\nwangxiaoming\nwxm{n}", f"{n:018}", f"13{n:09}"))
        for n in range(100_000)
    )
    for text in ("w", "9999", "nobody", "wangxiao"):
        best = min(_seconds(index, text) for _ in range(5))
        assert best < 0.05, text


def _seconds(index, text):
    start = time.perf_counter()
    index.find(text)
    return time.perf_counter() - start
