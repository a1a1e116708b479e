from app.__main__ import main


def test_the_self_test_leaves_a_text_file_where_it_is_asked_to(tmp_path, capsys):
    target = tmp_path / "结果" / "自检.txt"
    assert main(["selftest", "-o", str(target)]) == 0
    said = capsys.readouterr().out
    assert target.read_text(encoding="utf-8") == said
    assert said.count("通过 ") == 7
    assert said.endswith("自检通过。\n")


def test_every_page_gives_a_picture(run, tmp_path):
    from PySide6.QtGui import QImage

    target = tmp_path / "图"
    ended = run("shots", target)
    assert ended.code == 0
    pictures = sorted(target.glob("*.png"))
    assert [path.stem for path in pictures] == [
        "01-党员", "02-支部", "03-发展党员", "04-党员事务", "05-培训学习", "06-考核责任",
        "07-今天要办", "08-一键汇报", "09-U盘交换", "10-操作记录",
        "11-基础资料",
    ]  # fmt: skip
    images = [QImage(str(path)) for path in pictures]
    assert {(image.width(), image.height()) for image in images} == {(1366, 768)}
    assert len({image.cacheKey() for image in images}) == 11
    assert all(images[0] != image for image in images[1:])
