import json
import os
import signal

import pypdfium2
import pytest
from openpyxl import load_workbook

from app.__main__ import main
from app.services import imports


def members(run, tmp_path):
    target = tmp_path / "all.xlsx"
    assert run("export", "members", target).code == 0
    sheet = load_workbook(target).worksheets[0]
    return {row[1] for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]}


def test_a_preview_tells_everything_and_writes_nothing(run, roster, tmp_path):
    ended = run("import", roster, "--preview", "--json")
    assert ended.code == 0
    found = ended.data
    assert set(found) == {"sheets", "counts", "rows", "problems"}
    assert found["counts"] == {
        "new": 2, "same": 0, "changed": 0, "conflict": 0, "suspect": 0, "skipped": 0,
    }  # fmt: skip
    first = found["rows"][0]
    assert (first["row"], first["outcome"]) == (2, "new")
    assert first["values"]["name"] == "滕子轩"
    assert first["values"]["joined_on"]["value"] == "2006-06"
    assert first["values"]["joined_on"]["precision"] == "MONTH"
    assert "滕子轩" not in members(run, tmp_path)


def test_an_import_can_be_undone_by_the_number_it_gives(run, roster, tmp_path):
    ended = run("import", roster, "--json")
    assert ended.code == 0
    batch = ended.data["batch"]
    assert {"滕子轩", "谭雨桐"} <= members(run, tmp_path)
    assert run("undo", batch).code == 0
    assert "滕子轩" not in members(run, tmp_path)
    assert run("undo", batch).code == 1


def test_the_second_import_of_the_same_file_writes_nothing(run, roster):
    run("import", roster)
    again = run("import", roster, "--json")
    assert again.code == 0
    assert again.data["batch"] == ""
    assert again.data["counts"]["same"] == 2


def test_several_files_give_a_list_and_a_result_each(run, roster, tmp_path):
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(roster.read_bytes())
    ended = run("import", roster, other, "--json", "--result", tmp_path / "结果.xlsx")
    assert [each["counts"]["new"] for each in ended.data] == [2, 0]
    assert (tmp_path / "结果-花名册.xlsx").exists()
    assert (tmp_path / "结果-另一份.xlsx").exists()


def test_files_of_one_name_get_a_result_each(run, roster, tmp_path):
    other = tmp_path / "别处" / roster.name
    other.parent.mkdir()
    other.write_bytes(roster.read_bytes())
    assert run("import", roster, other, "--result", tmp_path / "结果.xlsx").code == 0
    assert {"结果-花名册.xlsx", "结果-花名册-2.xlsx"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("target", ["没有这个文件夹/结果.xlsx", "结果.csv", "花名册.xlsx", "夹"])
def test_a_result_that_cannot_be_written_is_refused_before_the_import(
    run, roster, tmp_path, target
):
    (tmp_path / "夹").mkdir()
    ended = run("import", roster, "--result", tmp_path / target, "--json")
    assert ended.code in {1, 2}
    assert ended.out == ""
    assert "滕子轩" not in members(run, tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_what_is_no_ordinary_file_is_never_replaced(run, tmp_path):
    pipe = tmp_path / "名册.xlsx"
    os.mkfifo(pipe)
    ended = run("export", "members", pipe)
    assert ended.code == 1
    assert "它不是普通文件" in ended.err
    assert pipe.is_fifo()


@pytest.mark.parametrize("command", ["export", "template"])
def test_a_workbook_is_never_written_under_another_suffix(run, tmp_path, command):
    ended = run(command, "members", tmp_path / "x.csv")
    assert ended.code == 1
    assert ".xlsx" in ended.err
    assert not (tmp_path / "x.csv").exists()


def test_what_was_imported_before_a_failure_is_told(run, roster, tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK not a workbook")
    ended = run("import", roster, broken, tmp_path / "没轮到.xlsx", "--json")
    assert ended.code == 1
    batch = ended.data[0]["batch"]
    assert batch in ended.err
    assert "坏.xlsx、没轮到.xlsx" in ended.err
    assert run("undo", batch).code == 0


def test_ctrl_c_after_one_file_tells_what_was_imported(run, roster, monkeypatch):
    real, before = imports.apply, signal.getsignal(signal.SIGINT)

    def interrupted(*arguments, **keywords):
        done = real(*arguments, **keywords)
        signal.raise_signal(signal.SIGINT)
        return done

    monkeypatch.setattr(imports, "apply", interrupted)
    ended = run("import", roster, roster, "--json")
    assert ended.code == 1
    assert run("undo", ended.data[0]["batch"]).code == 0
    assert signal.getsignal(signal.SIGINT) is before


def test_a_preview_says_what_would_happen_in_full_width(run, roster):
    said = run("import", roster, "--preview").out.splitlines()[0]
    assert said == "“花名册.xlsx”：将新增2行。"


def test_an_empty_template_is_said_to_be_empty(run, tmp_path):
    target = tmp_path / "空白.xlsx"
    run("template", "members", target)
    ended = run("import", target)
    assert ended.code == 1
    assert "没有填写任何内容" in ended.out


def test_an_import_prints_its_receipt_for_each_file(run, roster, tmp_path):
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(roster.read_bytes())
    ended = run("import", roster, other, "--receipt", tmp_path / "回执.pdf")
    assert ended.code == 0
    texts = {}
    for name in ("花名册", "另一份"):
        with pypdfium2.PdfDocument(tmp_path / f"回执-{name}.pdf") as opened:
            texts[name] = opened[0].get_textpage().get_text_bounded()
    assert "花名册.xlsx" in texts["花名册"]
    assert "没有需要写入的内容" in texts["另一份"]


def test_a_preview_has_no_receipt(run, roster, tmp_path):
    ended = run("import", roster, "--preview", "--receipt", tmp_path / "回执.pdf")
    assert ended.code == 1
    assert "没有回执" in ended.err
    assert not (tmp_path / "回执.pdf").exists()


def test_a_file_in_which_nothing_can_be_imported_is_one(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["今天", "食堂", "吃什么"])
    path = tmp_path / "菜单.xlsx"
    book.save(path)
    assert run("import", path).code == 1


def test_problems_are_shown_with_their_row(run, roster):
    book = load_workbook(roster)
    book.active["C2"] = "529999198301019011"
    book.save(roster)
    ended = run("import", roster, "--preview")
    assert ended.code == 0
    assert "校验位" in ended.out
    assert "操作编号" not in ended.out


def test_a_missing_file_is_one_sentence(run, tmp_path):
    ended = run("import", tmp_path / "没有.xlsx")
    assert ended.code == 1
    assert "没有.xlsx" in ended.err


def test_practice_refuses_a_ledger_that_holds_records(run):
    ended = run("practice")
    assert ended.code == 1
    assert "已经有记录" in ended.err


def test_practice_without_a_folder_never_touches_the_real_ledger(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("app.base.paths.platformdirs.user_data_path", lambda *_, **__: tmp_path)
    assert main(["practice"]) == 0
    assert not (tmp_path / "dangwu.sqlite").exists()
    assert main(["figures", "--year", "2010", "--json"]) == 0
    real = json.loads(capsys.readouterr().out.partition("{")[2].join(("{", "")))
    assert real["N05"]["value"] == 0
    assert main(["--practice", "figures", "--year", "2010", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["N05"]["value"] == 25


@pytest.mark.parametrize("members_n", [-5, 0, 100])
def test_a_county_smaller_than_it_is_cannot_be_made(tmp_path, capsys, members_n):
    assert main(["--data", str(tmp_path), "practice", "--members", str(members_n)]) == 2
    assert "不能缩小" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("members_n", [400])
def test_the_county_can_be_enlarged(tmp_path, capsys, members_n):
    assert main(["--data", str(tmp_path), "practice", "--members", str(members_n)]) == 0
    assert "党员" in capsys.readouterr().out
