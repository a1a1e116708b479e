import json

from app.__main__ import main
from app.cli.bench.measuring import Measured, Title, compared, measured


def test_the_whole_bench_runs_at_a_small_size_and_prints_every_ratio(capsys, tmp_path):
    assert main(["bench", "--members", "400", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["number"] for one in found} == {
        "P1",
        "P2",
        "P3",
        "P4",
        "P7",
        "P8",
        "P9",
        "P12",
        "P13",
    }
    assert any("花名册" in one["act"] for one in found if one["number"] == "P7")
    for one in found:
        assert one["floor"] > 0
        assert one["ours"] > 0
        assert one["ratio"] == one["ours"] / one["floor"]


def test_both_sides_run_in_turn_after_a_warm_up():
    ran = []
    compared(Title("P0", "做", "底线", 2), lambda: ran.append("f"), lambda: ran.append("o"), runs=2)
    assert ran == ["f", "o", "f", "o", "f", "o"]


def test_the_median_counts_and_not_a_single_slow_run():
    found = measured(Title("P0", "做", "底线", 2), [(1, 2), (1, 900), (1, 2)])
    assert (found.floor, found.ours, found.ratio) == (1, 2, 2)
    assert found.is_reached
    assert not Measured("P0", "做", "底线", 1, 3, 2).is_reached
