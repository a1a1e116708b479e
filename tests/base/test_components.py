"""The parts of others that an installed program names."""

import json

from app.base import components


def test_a_checkout_names_no_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(components, "resource", tmp_path.joinpath)
    assert components.components() == ()


def test_the_list_of_the_build_is_read_with_its_texts(tmp_path, monkeypatch):
    monkeypatch.setattr(components, "resource", tmp_path.joinpath)
    entry = {"name": "Qt", "version": "6.8.3", "licence": "LGPL-3.0-only", "file": "qt.txt"}
    folder = tmp_path / components.FOLDER
    folder.mkdir()
    (folder / components.LIST).write_text(json.dumps([entry]), encoding="utf-8")
    (folder / "qt.txt").write_text("许可证全文", encoding="utf-8")
    (part,) = components.components()
    assert part == components.Component("Qt", "6.8.3", "LGPL-3.0-only", "qt.txt")
    assert components.licence_text(part) == "许可证全文"
