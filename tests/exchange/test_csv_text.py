"""Text tables whose quotes are not what they should be."""

import pytest

from app.exchange.csv_text import read_csv

HEADER = "姓名,性别,家庭住址"


def rows(folder, *lines):
    path = folder / "名册.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
    return [list(row) for row in read_csv(path, "名册").rows[1:]]


@pytest.mark.parametrize("stray", ['田禾,男,"文昌路', '"田禾,男,文昌路', '田禾,男,文昌"路'])
def test_a_stray_quote_spoils_one_cell_only(tmp_path, stray):
    found = rows(tmp_path, stray, "石远山,男,文昌路2号", "林若水,女,文昌路3号")
    assert found[1:] == [["石远山", "男", "文昌路2号"], ["林若水", "女", "文昌路3号"]]
    assert len(found[0]) == 3


def test_two_stray_quotes_do_not_swallow_what_is_between(tmp_path):
    found = rows(tmp_path, '田禾,男,"文昌路', "石远山,男,文昌路2号", '林若水,女,文昌路"')
    assert found[1] == ["石远山", "男", "文昌路2号"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['田禾,男,"文昌路\n2号"'], ["田禾", "男", "文昌路\n2号"]),
        (['"田\n禾",男,文昌路'], ["田\n禾", "男", "文昌路"]),
        (['田禾,男,"文昌路,2号"'], ["田禾", "男", "文昌路,2号"]),
        (['田禾,男,"""老屋"""'], ["田禾", "男", '"老屋"']),
    ],
)
def test_proper_quotes_mean_what_they_always_do(tmp_path, lines, expected):
    assert rows(tmp_path, *lines, "石远山,男,文昌路2号") == [
        expected,
        ["石远山", "男", "文昌路2号"],
    ]
