"""The virtual screen: its picture as Xvfb keeps it, and as a PNG."""

import struct

import pytest
from environment import Trouble
from installer.screen import HEIGHT, WIDTH, Screen
from PySide6.QtGui import QImage

COLOURS = 40


def framebuffer(path, pixel):
    """Write what Xvfb -fbdir keeps: a head of 25 numbers, a title, a colour table, the pixels."""
    head_size, colours = 108, 3
    head = [0] * 25
    head[0], head[19] = head_size, colours
    start = struct.pack(">25I", *head).ljust(head_size, b"x") + b"c" * (12 * colours)
    path.write_bytes(start + b"".join(pixel(number) for number in range(WIDTH * HEIGHT)))
    return Screen(":0", path)


def test_a_picture_keeps_its_colours_and_places(tmp_path):
    def pixel(number):
        return bytes((number % COLOURS, 20, 200, 0))

    target = tmp_path / "new" / "shot.png"
    framebuffer(tmp_path / "screen", pixel).save(target)
    image = QImage(str(target))
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    colour = image.pixelColor(5, 0)
    assert (colour.red(), colour.green(), colour.blue()) == (200, 20, 5)
    assert image.pixelColor(0, 1).blue() == WIDTH % COLOURS


def test_an_empty_screen_is_not_kept_as_a_picture(tmp_path):
    shown = framebuffer(tmp_path / "screen", lambda _: bytes(4))
    with pytest.raises(Trouble, match="什么也没有画出来"):
        shown.save(tmp_path / "shot.png")
    assert not (tmp_path / "shot.png").exists()


def test_a_window_that_never_comes_is_told(tmp_path):
    shown = framebuffer(tmp_path / "screen", lambda _: bytes(4))
    with pytest.raises(Trouble, match="没有出现窗口"):
        shown.wait_for_window(patience=0.1)
