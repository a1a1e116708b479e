"""The rules of the house that no general tool knows, read from the source itself."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
TESTED_ROOMS = ("domain", "store", "exchange", "reports", "services", "ui")
FILE_LINES = 400
FUNCTION_LINES = 40
FOLDERS = ("app", "packaging", "tests", "resources", ".ci")
TEXT_FILES = {".py", ".md", ".toml", ".qss", ".txt", ".ini", ".mako", ".sql", ".lock"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CHINESE_FORBIDDEN_ROOMS = ("base", "domain", "store")
CHINESE_ALLOWED = {
    "domain/words.py",  # the labels of all codes
    "domain/names.py",
    "store/known_errors.py",  # the ranges of Chinese characters
}

# Modules, or folders of modules, without a test file of the same name: what tests them instead.
COVERED_BY: dict[str, str] = {
    "domain/headers.py": "domain/test_recognition.py",
    "domain/kinds.py": "domain/test_words.py",
    "domain/dev_entry.py": "services/test_development.py",
    "domain/dev_board.py": "services/test_dev_board.py",
    "domain/branch_matching.py": "services/test_imports.py",
    "domain/differences.py": "services/test_imports.py",
    "domain/matching.py": "services/test_imports.py",
    "domain/member_checks.py": "services/test_imports.py",
    "domain/normalising.py": "services/test_imports.py",
    "domain/roster_building.py": "services/test_imports.py",
    "domain/roster_columns.py": "services/test_imports.py",
    "domain/roster_plan.py": "services/test_imports.py",
    "domain/roster_preview.py": "services/test_imports.py",
    "domain/roster_rows.py": "services/test_imports.py",
    "domain/row_branches.py": "services/test_real_rosters.py",
    "domain/row_readers.py": "services/test_imports.py",
    "domain/twins.py": "services/test_real_rosters.py",
    "domain/record_rows.py": "services/test_record_book.py",
    "domain/record_differences.py": "services/test_record_imports.py",
    "domain/record_matching.py": "services/test_record_imports.py",
    "domain/record_reading.py": "services/test_record_imports.py",
    "store/template_rows.py": "services/test_record_exports.py",
    "store/copying.py": "services/test_backups.py",
    "store/restoring.py": "services/test_restoring.py",
    "store/recycling.py": "services/test_batches.py",
    "domain/receipts.py": "services/test_receipts.py",
    "domain/roster_sheet.py": "services/test_roster_print.py",
    "domain/dues_views.py": "services/test_dues_book.py",
    "domain/affairs_facts.py": "store/test_affairs_facts.py",
    "domain/affairs_rules.py": "domain/test_due.py",
    "store/dues_facts.py": "services/test_dues_arrears.py",
    "domain/life.py": "services/test_life_page.py",
    "store/life.py": "services/test_life_page.py",
    "domain/transfers.py": "services/test_transfers.py",
    "services/transfer_numbers.py": "services/test_transfers.py",
    "services/dues_grid.py": "services/test_dues_book.py",
    "services/dues_words.py": "services/test_dues.py",
    "domain/packages.py": "exchange/test_package_bytes.py",
    "exchange/commits.py": "services/exchange/test_trust.py",
    "exchange/enrolment_bytes.py": "services/exchange/test_enrolment.py",
    "exchange/wire.py": "exchange/test_package_bytes.py",
    "ui/board_pane.py": "ui/test_exchange_walk.py",
    "ui/disputes_pane.py": "ui/test_exchange_walk.py",
    "ui/exchange_desk.py": "ui/test_exchange_walk.py",
    "ui/exchange_page.py": "ui/test_exchange_walk.py",
    "ui/parcels_pane.py": "ui/test_exchange_walk.py",
    "ui/stick_card.py": "ui/test_exchange_walk.py",
    "services/exchange/moments.py": "services/exchange/test_receipts.py",
    "services/exchange/signing.py": "services/exchange/test_trust.py",
    "store/arrival_undo.py": "services/exchange/test_receiving.py",
    "store/arrivals.py": "services/exchange/test_simulation.py",
    "store/digests.py": "services/exchange/test_receiving.py",
    "store/disputes.py": "services/exchange/test_disputes.py",
    "store/merging.py": "services/exchange/test_simulation.py",
    "store/node.py": "services/exchange/test_setup.py",
    "store/owners.py": "services/exchange/test_disputes.py",
    "store/post_book.py": "services/exchange/test_packing.py",
    "store/row_steps.py": "services/exchange/test_simulation.py",
    "store/scope.py": "services/exchange/test_packing.py",
    "store/shipments.py": "services/exchange/test_packing.py",
    "store/standing.py": "services/exchange/test_disputes.py",
    "store/imports.py": "services/test_imports.py",
    "store/erasing.py": "services/exchange/test_erasing.py",
    "store/info.py": "services/test_figures.py",
    "store/figures/": "services/test_figures.py",
    "exchange/cells.py": "exchange/test_workbooks.py",
    "exchange/compound_files.py": "exchange/test_hostile_workbooks.py",
    "exchange/extents.py": "exchange/test_hostile_workbooks.py",
    "exchange/html_tables.py": "exchange/test_workbooks.py",
    "exchange/ods_scan.py": "exchange/test_hostile_workbooks.py",
    "exchange/safety.py": "exchange/test_hostile_workbooks.py",
    "exchange/sniffing.py": "exchange/test_workbooks.py",
    "exchange/templates.py": "exchange/test_workbook_templates.py",
    "exchange/xls_scan.py": "exchange/test_hostile_workbooks.py",
    "exchange/xlsx_scan.py": "exchange/test_hostile_workbooks.py",
    "services/references.py": "services/test_record_book.py",
    "services/status_changes.py": "services/test_members.py",
    "services/dev_judging.py": "services/test_development.py",
    "services/dev_membership.py": "services/test_development.py",
    "services/dev_votes.py": "services/test_development.py",
    "services/dev_sheets.py": "services/test_dev_board.py",
    "store/dev_facts.py": "services/test_development.py",
    "store/dev_orgs.py": "services/test_application_forms.py",
    "store/dev_sources.py": "services/test_dev_board.py",
    "ui/dev_board_view.py": "ui/test_development_walk.py",
    "ui/dev_case_view.py": "ui/test_development_walk.py",
    "ui/dev_dialogs.py": "ui/test_development_walk.py",
    "ui/dev_step_form.py": "ui/test_development_walk.py",
    "ui/dev_forms_dialog.py": "ui/test_development_walk.py",
    "ui/affairs_bar.py": "ui/test_dues_window.py",
    "ui/page_bar.py": "ui/test_rules_window.py",
    "ui/rule_dialog.py": "ui/test_rules_window.py",
    "ui/care_steps.py": "ui/test_procedures_window.py",
    "ui/procedure_steps.py": "ui/test_procedures_window.py",
    "ui/steps.py": "ui/test_procedures_window.py",
    "ui/dues_table.py": "ui/test_dues_window.py",
    "ui/dues_sheet_dialog.py": "ui/test_dues_window.py",
    "workplace.py": "test_bootstrap.py",
    "ui/file_tasks.py": "test_bootstrap.py",
    "ui/help_dialog.py": "test_bootstrap.py",
    "ui/page_help.py": "test_bootstrap.py",
    "ui/record_kinds.py": "ui/test_records_tab.py",
    "ui/record_pages.py": "ui/test_records_tab.py",
    "ui/door.py": "ui/test_joining_walk.py",
    "ui/enrol_dialog.py": "ui/test_joining_walk.py",
    "ui/first_start.py": "ui/test_joining_walk.py",
    "ui/first_start_pages.py": "ui/test_joining_walk.py",
    "ui/join_dialog.py": "ui/test_password_dialogs.py",
    "ui/join_page.py": "ui/test_joining_walk.py",
    "ui/security_tasks.py": "ui/test_password_dialogs.py",
    "ui/sheet_page.py": "ui/test_joining_walk.py",
    "ui/unlock_dialog.py": "ui/test_joining_walk.py",
    "services/figure_sources.py": "services/test_figures.py",
    "services/reports.py": "services/test_figures.py",
    "services/import_json.py": "services/test_imports.py",
    "services/import_writing.py": "services/test_imports.py",
    "services/practice/": "services/test_practice.py",
    "store/schema.py": "store/test_migration.py",
    "store/tables/": "store/test_migration.py",
    "store/migrations/": "store/test_migration.py",
}


@cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def sources(*folders):
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found
    return [path for path in found if "__pycache__" not in path.parts]


def everywhere():
    return sources("app", "packaging", "tests")


def place(path, node=None):
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 1)}"


def found(paths, broken):
    """Return the places of the nodes that break a rule."""
    return [place(path, node) for path in paths for node in ast.walk(parsed(path)) if broken(node)]


def called(node):
    """Return the last name of what a call calls, or an empty text."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def mentions(node, name):
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def test_only_the_style_module_sets_a_style_sheet():
    elsewhere = [path for path in sources("app") if path != APP / "ui" / "style.py"]
    assert found(elsewhere, lambda node: called(node) == "setStyleSheet") == []


@pytest.mark.parametrize("name", ["processEvents", "resizeRowsToContents", "QSortFilterProxyModel"])
def test_traps_of_qt_are_not_used(name):
    def used(node):
        return name in (getattr(node, "attr", ""), getattr(node, "id", ""))

    assert found(sources("app"), used) == []


def test_signals_carry_objects_and_never_bare_ints_or_dicts():
    def broken(node):
        return called(node) == "Signal" and any(
            mentions(argument, name) for argument in node.args for name in ("int", "dict")
        )

    assert found(sources("app"), broken) == []


def test_no_lambda_that_holds_self_is_connected_to_a_signal():
    def broken(node):
        return called(node) == "connect" and any(
            isinstance(argument, ast.Lambda) and mentions(argument, "self")
            for argument in node.args
        )

    assert found(sources("app"), broken) == []


def test_files_stay_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in everywhere()}
    assert [f"{place(path)} {n}" for path, n in lengths.items() if n > FILE_LINES] == []


def test_functions_stay_short():
    def broken(node):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        described = ast.get_docstring(node) is not None
        docstring = node.body[0].end_lineno - node.body[0].lineno + 1 if described else 0
        return node.end_lineno - node.lineno + 1 - docstring > FUNCTION_LINES

    assert found(everywhere(), broken) == []


def test_every_module_says_what_it_is_for():
    ours = sources("app", "packaging")
    assert [place(path) for path in ours if not ast.get_docstring(parsed(path))] == []


def test_package_files_hold_nothing_but_a_docstring():
    full = [path for path in sources("app") if path.name == "__init__.py" and path.parent != APP]
    assert [place(path) for path in full if len(parsed(path).body) > 1] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [place(path) for path in everywhere() if path.stem.lower() in VAGUE_NAMES] == []


def spoken(tree):
    """Return the ids of the texts that talk to a reader: docstrings, sentences of a UserError."""
    ids = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            ids.add(id(node.value))
        elif called(node) == "UserError":
            ids.update(map(id, ast.walk(node)))
    return ids


def chinese_texts(tree):
    spared = spoken(tree)
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = (node for node in constants if isinstance(node.value, str))
    return [node for node in texts if CHINESE.search(node.value) and id(node) not in spared]


def test_chinese_texts_live_in_the_rooms_that_talk_to_people():
    silent = [path for room in CHINESE_FORBIDDEN_ROOMS for path in sources(f"app/{room}")]
    watched = [path for path in silent if path.relative_to(APP).as_posix() not in CHINESE_ALLOWED]
    assert [place(path, node) for path in watched for node in chinese_texts(parsed(path))] == []


def covering_test(module):
    """Return the path, under tests/, of the file that must test a module of app/."""
    for covered, test in COVERED_BY.items():
        if module == covered or (covered.endswith("/") and module.startswith(covered)):
            return test
    room, _, name = module.rpartition("/")
    return f"{room}/test_{name}"


def test_every_module_has_its_test_file():
    modules = [
        path.relative_to(APP).as_posix()
        for room in TESTED_ROOMS
        for path in sources(f"app/{room}")
        if path.name != "__init__.py"
    ]
    untested = [name for name in modules if not (ROOT / "tests" / covering_test(name)).exists()]
    assert untested == []


def test_the_list_of_covered_modules_is_true():
    gone = [name for name in COVERED_BY if not (APP / name).exists()]
    gone += [test for test in COVERED_BY.values() if not (ROOT / "tests" / test).exists()]
    assert gone == []


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 packaging/dev.py run" in readme
    assert "python3 packaging/dev.py test" in readme


def test_continuous_integration_runs_the_command_of_the_readme():
    assert "exec python3 packaging/dev.py test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.skipif(len(ROOT.parts) < 3, reason="the checkout lies at the top of the disk")
def test_no_text_names_a_folder_of_the_machine_it_was_written_on():
    texts = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    texts = [path for path in (*texts, *ROOT.iterdir()) if path.suffix in TEXT_FILES]
    outside = f"{ROOT.parent.as_posix()}/"
    assert [place(path) for path in texts if outside in path.read_text(encoding="utf-8")] == []
