import shutil
from contextlib import closing

import pypdfium2
import pytest
from openpyxl import load_workbook


def test_figures_name_the_records_behind_each_number(run):
    found = run("figures", "--year", "2010", "--json").data
    values = [found[f"N{number:02d}"]["value"] for number in range(1, 17)]
    assert values == [2, 1, 3, 3, 25, 19, 6, 19, 27, 9, 4, 1863, 19200, 63, 5, 11]
    assert set(found["N05"]) == {"title", "value", "definition", "records"}
    assert len(found["N05"]["records"]) == 25
    assert len(set(found["N05"]["records"])) == 25


def test_the_cut_off_day_is_heeded(run):
    found = run("figures", "--year", "2010", "--cutoff", "2010-01-31", "--json").data
    assert found["N05"]["value"] == 0


def test_the_table_of_figures_begins_with_the_registered_ones(run):
    lines = run("figures", "--year", "2010").out.splitlines()
    assert lines[1].startswith("N01")
    assert lines[22].startswith("N22")


def test_due_is_stable_in_shape_and_follows_the_day(run):
    found = run("due", "--as-of", "2012-02-15", "--json").data
    assert found
    for one in found:
        assert set(one) == {
            "rule", "severity", "subject", "record", "due_on", "state", "article",
        }  # fmt: skip
        assert one["state"] in {"overdue", "soon", "next"}
    assert run("due", "--as-of", "2010-06-30", "--json").data != found
    assert "依据" in run("due", "--as-of", "2012-02-15").out


def test_the_practice_county_is_looked_at_on_its_own_day(run, data, practice_folder):
    shutil.copytree(practice_folder, data / "practice")
    there = run("--practice", "due", "--json").data
    assert there == run("due", "--as-of", "2010-12-31", "--json").data
    assert there == run("due", "--json").data


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_report_is_written_in_both_forms(run, tmp_path, suffix):
    target = tmp_path / f"汇报{suffix}"
    assert run("report", "work-summary", "--year", "2010", "-o", target).code == 0
    assert target.stat().st_size > 1000


def test_the_printed_report_holds_the_figures(run, tmp_path):
    target = tmp_path / "汇报.pdf"
    run("report", "work-summary", "--year", "2010", "-o", target)
    with closing(pypdfium2.PdfDocument(target)) as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    for printed in ("1863", "19200", "25"):
        assert printed in text


def test_a_report_of_another_form_is_refused(run, tmp_path):
    ended = run("report", "work-summary", "--year", "2010", "-o", tmp_path / "汇报.txt")
    assert ended.code == 1
    assert ".pdf" in ended.err


def test_what_is_exported_comes_back_as_known(run, tmp_path):
    target = tmp_path / "members.xlsx"
    assert run("export", "members", target).code == 0
    counts = run("import", target, "--preview", "--json").data["counts"]
    assert counts["same"] > 300
    assert counts["new"] == counts["conflict"] == counts["suspect"] == 0


@pytest.mark.parametrize("kind", ["members", "branches", "activists", "dues_paid"])
def test_a_template_is_empty_but_for_its_header(run, tmp_path, kind):
    target = tmp_path / f"{kind}.xlsx"
    assert run("template", kind, target).code == 0
    sheet = load_workbook(target).worksheets[0]
    assert sheet.cell(3, 2).value
    assert not any(cell.value for cell in sheet[4])


def test_filed_records_of_a_year_come_back_as_known(run, tmp_path):
    target = tmp_path / "transfers.xlsx"
    assert "已导出" in run("export", "transfers", target, "--year", "2010").out
    found = run("import", target, "--preview", "--json").data
    assert found["sheets"][0]["kind"] == "transfers"
    assert found["counts"]["same"] == sum(found["counts"].values()) > 0


def test_a_roster_has_no_years(run, tmp_path):
    ended = run("export", "members", tmp_path / "x.xlsx", "--year", "2010")
    assert ended.code != 0
    assert "不分年度" in ended.err


def test_a_filed_table_is_imported_and_undone(run, tmp_path):
    target = tmp_path / "honours.xlsx"
    run("export", "honours", target)
    book = load_workbook(target)
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[3]]
    sheet.cell(4, header.index("文号") + 1).value = "清教党〔2010〕99号"
    book.save(target)
    done = run("import", target, "--json").data
    assert done["counts"]["changed"] == 1
    assert run("import", target, "--preview", "--json").data["counts"]["changed"] == 0
    run("undo", done["batch"])
    assert run("import", target, "--preview", "--json").data["counts"]["changed"] == 1


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_the_list_of_a_branch_is_printed_for_any_day(run, tmp_path, suffix):
    target = tmp_path / f"清单{suffix}"
    printed = run("due", "--as-of", "2012-02-15", "--branch", "县一中", "-o", target)
    assert printed.code == 0
    own = run("due", "--as-of", "2012-02-15", "--branch", "县一中", "--json").data
    assert f"（{len(own)}项）" in printed.out
    assert 0 < len(own) < len(run("due", "--as-of", "2012-02-15", "--json").data)
    assert target.stat().st_size > 1000


def test_a_branch_that_nobody_knows_is_told(run):
    ended = run("due", "--branch", "没有这个支部")
    assert ended.code == 1
    assert "没有叫" in ended.err


def test_members_written_as_pdf_are_the_printed_roster(run, tmp_path):
    target = tmp_path / "花名册.pdf"
    told = run("export", "members", target)
    assert told.code == 0
    with closing(pypdfium2.PdfDocument(target)) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
        assert "党员花名册" in text
        assert f"共{len(pdf)}页" in text
    assert "*" in text
    assert run("export", "members", target, "--whole-ids").code == 0


def test_the_roster_of_the_practice_county_bears_its_own_day(run, tmp_path):
    target = tmp_path / "花名册.pdf"
    run("export", "members", target)
    with closing(pypdfium2.PdfDocument(target)) as pdf:
        assert "2010年12月31日" in pdf[0].get_textpage().get_text_bounded()
