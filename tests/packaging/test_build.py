"""The build as a whole: its targets, and the names that several files must agree on."""

import re

import build
import pytest
from environment import ROOT
from installer.deb import DEPENDS, PARTS
from installer.places import HERE, PROGRAM, SUFFIX, TITLE, version
from oslibs import OFFSCREEN, WINDOWS

from app import __version__, workplace
from app.base.paths import PROGRAM as DATA_NAME

SETUP = (HERE / "setup.nsi").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["macos"], ["deb", "windows"], ["--skip-tests"]])
def test_a_wrong_target_gives_the_usage_and_builds_nothing(arguments, capsys):
    assert build.main(arguments) == 2
    assert capsys.readouterr().out == build.USAGE + "\n"


@pytest.mark.parametrize("chain", [build.windows, build.debian, build.linux_folder])
def test_skipping_the_tests_leaves_out_exactly_the_last_step(chain):
    titles = [step.title for step in chain(tested=True)]
    assert [step.title for step in chain(tested=False)] == titles[:-1]
    assert "试" in titles[-1] or "自检" in titles[-1]


def test_steps_have_titles_of_their_own_because_stamps_are_named_by_them():
    steps = [*build.debian(tested=True), *build.windows(tested=True)]
    shared = 1  # both chains begin with the environment that builds
    assert len({step.title for step in steps}) == len(steps) - shared


def test_version_and_names_are_those_of_the_program():
    assert version() == __version__
    assert (TITLE, PROGRAM) == (workplace.TITLE, DATA_NAME)


def test_exchange_packages_have_one_suffix_everywhere():
    assert workplace.PACKAGE_SUFFIX == SUFFIX
    assert f'!define SUFFIX "{SUFFIX}"' in SETUP
    assert f'pattern="*{SUFFIX}"' in (PARTS / "dangwu.xml").read_text(encoding="utf-8")


def test_menu_entry_and_file_type_name_the_same_mime_type():
    entry = (PARTS / "dangwu.desktop").read_text(encoding="utf-8")
    (kind,) = re.findall(r"^MimeType=(.+);$", entry, re.MULTILINE)
    assert f'type="{kind}"' in (PARTS / "dangwu.xml").read_text(encoding="utf-8")


def test_the_package_asks_for_every_library_that_qt_needs():
    asked = {name.split()[0] for name in DEPENDS}
    assert {*OFFSCREEN.split(), *WINDOWS.split()} <= asked


def test_the_setup_deletes_records_only_in_the_section_that_says_so():
    deleting = [
        line.strip() for line in SETUP.splitlines() if "${DATA}" in line and "RMDir" in line
    ]
    assert deleting == ['RMDir /r "${DATA}"']
    section = SETUP[SETUP.index("un.台账数据（删除后不能恢复）") :]
    assert section.index(deleting[0]) < section.index("SectionEnd")
    assert "Section /o" in SETUP[: SETUP.index("un.台账数据")].splitlines()[-1]


def test_nothing_is_ever_killed_by_the_setup():
    assert "taskkill" in SETUP
    assert not re.search(r"taskkill[^\n]*/F\b", SETUP)


def test_wine_stubs_are_not_shipped():
    recipe = (HERE / "dangwu.spec").read_text(encoding="utf-8")
    assert "stubs" not in recipe + SETUP
    assert (ROOT / "packaging" / "installer" / "stubs").is_dir()
