"""A screen without a monitor (Xvfb) whose picture can be read and kept."""

import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import Trouble

from installer.running import need

WIDTH, HEIGHT = 1366, 768
_FIELDS = 25
_COLOUR_ENTRY = 12
_LOOK_EVERY = 0.02  # seconds
_STILL = 1.5  # seconds without a change


class Screen:
    """One running Xvfb; display is its name, such as ":5"."""

    def __init__(self, display: str, framebuffer: Path) -> None:
        self.display = display
        self._framebuffer = framebuffer

    def pixels(self) -> bytes:
        """Return the picture, four bytes (blue, green, red, unused) a pixel."""
        data = self._framebuffer.read_bytes()
        head = struct.unpack(f">{_FIELDS}I", data[: _FIELDS * 4])
        start = head[0] + head[19] * _COLOUR_ENTRY
        return data[start : start + WIDTH * HEIGHT * 4]

    def save(self, target: Path) -> None:
        """Write the picture as a PNG; raises Trouble when it shows nothing."""
        pixels = self.pixels()
        if len(set(zip(pixels[0::4], pixels[1::4], pixels[2::4], strict=True))) < 8:
            raise Trouble(f"屏幕上什么也没有画出来，没有图片 {target.name}。")
        rows = []
        for start in range(0, len(pixels), WIDTH * 4):
            row = bytearray(WIDTH * 3)
            line = pixels[start : start + WIDTH * 4]
            row[0::3], row[1::3], row[2::3] = line[2::4], line[1::4], line[0::4]
            rows.append(b"\0" + bytes(row))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_png(b"".join(rows)))

    def wait(self, patience: float, wanted: Callable[[bytes], bool]) -> float:
        """Wait until the picture is as wanted; return the seconds. Raises Trouble when never."""
        begun = time.monotonic()
        while not wanted(self.pixels()):
            if time.monotonic() - begun > patience:
                raise Trouble(f"等了 {patience:.0f} 秒，屏幕上没有出现窗口。")
            time.sleep(_LOOK_EVERY)
        return time.monotonic() - begun

    def wait_for_window(self, patience: float = 90) -> tuple[float, float]:
        """Wait for a window until it stands still; return the seconds to its first and last change.

        To be called right after the program was started.
        """
        empty = self.pixels()
        first = self.wait(patience, lambda now: now != empty)
        return first, first + self.settle(patience)

    def settle(self, patience: float = 90, still: float = _STILL) -> float:
        """Wait until the picture has not changed for so long; return the seconds to the change."""
        last, since = self.pixels(), time.monotonic()

        def is_still(now: bytes) -> bool:
            nonlocal last, since
            if now != last:
                last, since = now, time.monotonic()
            return time.monotonic() - since > still

        return self.wait(patience, is_still) - still


@contextmanager
def screen() -> Iterator[Screen]:
    """Start a screen of its own, and end it with the block."""
    need({"Xvfb": "xvfb"}, "试用程序需要一个虚拟屏幕")
    with tempfile.TemporaryDirectory() as folder:
        size = f"{WIDTH}x{HEIGHT}x24"
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-fbdir", folder]
        server = subprocess.Popen(
            [*command, "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            number = server.stdout.readline().decode().strip() if server.stdout else ""
            if not number:
                raise Trouble("虚拟屏幕 Xvfb 没有启动。")
            yield Screen(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.communicate()


def _png(rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
