from app.base.resources import resource
from app.reports.system_fonts import FontPlace, font_folders, installed_fonts


def test_installed_fonts_are_found_by_the_names_inside_the_files(tmp_path):
    renamed = tmp_path / "sub" / "x.ttf"
    renamed.parent.mkdir()
    renamed.write_bytes(resource("fonts", "kai.ttf").read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"\0\1")
    (tmp_path / "text.ttc").write_bytes(b"ttcf")
    found = installed_fonts([tmp_path, tmp_path / "absent"])
    assert found == {"Dangwu Kai": FontPlace(renamed)}


def test_the_folders_of_this_machine_can_be_read():
    assert font_folders()
    assert isinstance(installed_fonts(font_folders()), dict)
