"""What ships is named with version, licence and hash, and only with a licence that was allowed."""

import json

import pytest
from environment import Trouble
from installer import bill
from installer.bill import Part, check_licences, fonts_and_data, packages, write
from installer.folder import INTERNAL


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "LICENSE"
    path.write_text("may be used by all", encoding="utf-8")
    return path


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.setattr(bill, "DIST", tmp_path / "dist")
    folder = tmp_path / "program"
    (folder / INTERNAL / "resources").mkdir(parents=True)
    (folder / "dangwu").write_bytes(b"program")
    return folder


def test_a_licence_that_nobody_has_allowed_stops_the_build(text):
    with pytest.raises(Trouble, match=r"thing 1\.0：许可证“MIT AND AGPL-3.0-only”没有经过核对"):
        check_licences([Part("thing", "1.0", "MIT AND AGPL-3.0-only", "", [text])])


def test_a_part_without_its_licence_text_stops_the_build():
    with pytest.raises(Trouble, match="没有附带许可证文本"):
        check_licences([Part("thing", "1.0", "MIT")])


def test_fonts_and_stroke_order_have_licence_text_and_hash():
    parts = fonts_and_data()
    check_licences(parts)
    assert len(parts) == 6
    assert all(len(part.sha256) == 64 for part in parts)


def test_the_list_holds_the_parts_and_every_shipped_file(program, text):
    part = Part("Thing.One", "1.0", "MIT", "a" * 64, [text])
    sbom = json.loads(write(program, [part], "linux").read_text(encoding="utf-8"))
    assert (sbom["bomFormat"], sbom["specVersion"]) == ("CycloneDX", "1.5")
    library, *files = sbom["components"]
    assert (library["name"], library["version"]) == ("Thing.One", "1.0")
    assert library["licenses"] == [{"license": {"name": "MIT"}}]
    assert library["hashes"] == [{"alg": "SHA-256", "content": "a" * 64}]
    assert "dangwu" in {file["name"] for file in files}
    assert all(file["hashes"] for file in files)
    kept = program / INTERNAL / "resources" / "about" / "thing-one.txt"
    assert kept.read_text(encoding="utf-8") == "may be used by all\n"


def test_packages_are_read_from_what_was_installed(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    lock.write_text("thing-one==1.0 \\\n    --hash=sha256:x\n")
    monkeypatch.setattr(bill, "RUN_LOCK", lock)
    for name in ("thing_one-1.0", "pyinstaller-6.0"):
        info = tmp_path / f"{name}.dist-info"
        (info / "licenses").mkdir(parents=True)
        (info / "licenses" / "LICENSE").write_text("text")
        title, number = name.split("-")
        head = f"Metadata-Version: 2.4\nName: {title}\nVersion: {number}\n"
        (info / "METADATA").write_text(f"{head}License-Expression: MIT\n\nLong text\n")
    wheels = [
        tmp_path / f"{name}-py3-none-any.whl" for name in ("thing_one-1.0", "pyinstaller-6.0")
    ]
    for wheel in wheels:
        wheel.write_bytes(b"wheel")
    thing, tool = packages(tmp_path, wheels)
    assert (thing.name, thing.version, thing.licence) == ("thing_one", "1.0", "MIT")
    assert tool.licence.startswith("GPL-2.0-or-later WITH")
    assert [path.name for path in thing.texts] == ["LICENSE"]
