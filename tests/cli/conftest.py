"""The practice county once per session, a copy of it per test, and commands run for real."""

import json
import shutil
from dataclasses import dataclass

import pytest

from app.__main__ import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practice")
    assert main(["--data", str(folder), "practice"]) == 0
    return folder


@pytest.fixture
def data(tmp_path, practice_folder):
    return shutil.copytree(practice_folder, tmp_path / "data")


@pytest.fixture
def run(data, capsys):
    """Run a command on a copy of the practice county."""

    def do(*arguments):
        capsys.readouterr()
        code = main(["--data", str(data), *map(str, arguments)])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return do


@pytest.fixture
def roster(tmp_path):
    """Write a small roster and return its path."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "性别", "公民身份号码", "所在党支部", "人员类别", "入党时间", "转正时间"])
    sheet.append(["滕子轩", "男", "529999198301019010", "县一中", "正式党员", "2006.6", "2007.6"])
    sheet.append(["谭雨桐", "女", "529999198302029026", "县一中", "正式党员", "2006.6", "2007.6"])
    path = tmp_path / "花名册.xlsx"
    book.save(path)
    return path
