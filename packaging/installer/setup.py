"""NSIS: from the Windows folder to setup.exe."""

from pathlib import Path

from environment import ROOT, RUN_LOCK, Trouble, say

from installer import cpython, folder, tools
from installer.bill import Part, fonts_and_data, packages, write
from installer.inputs import WINDOWS
from installer.places import BUILD, DIST, HERE, PROGRAM, PUBLISHER, megabytes, version
from installer.running import Call, need, run
from installer.steps import Step

RECIPE = HERE / "setup.nsi"
ICON = ROOT / "resources" / "icons" / "dangwu.ico"
SIDE = ROOT / "packaging" / "icon" / "make_side.py"
SIDE_PICTURE = BUILD / "windows" / "side.bmp"
MOST_MEGABYTES = 45


def target() -> Path:
    """Return where the setup of this version lies."""
    return DIST / f"{PROGRAM}-{version()}-setup.exe"


def steps() -> list[Step]:
    """Return the steps from the Windows folder to setup.exe."""
    about = folder.built(folder.WINDOWS) / folder.INTERNAL / "resources" / "about"
    return [
        Step("列出 Windows 程序的组成和许可证", _list_parts, about / "components.json", [RUN_LOCK]),
        Step("制作 Windows 安装程序", _make, target(), [RECIPE, ICON, SIDE]),
    ]


def compile_setup(source: Path, result: Path, number: str, *options: str) -> None:
    """Pack a program folder into a setup of the given version number."""
    need({"makensis": "nsis"}, "制作 Windows 安装程序")
    result.parent.mkdir(parents=True, exist_ok=True)
    drawn = ["env", "QT_QPA_PLATFORM=offscreen", tools.PYTHON, SIDE, SIDE_PICTURE]
    run(Call("画安装程序的侧面图", drawn))
    facts = {
        "VERSION": number,
        "SIDE": SIDE_PICTURE,
        "SOURCE": source,
        "OUT": result,
        "ICON": ICON,
        "PUBLISHER": PUBLISHER,
        "KIB": round(megabytes(source) * 1e6 / 1024),
    }
    defined = [f"-D{name}={value}" for name, value in facts.items()]
    command = [
        "nice",
        "makensis",
        "-V2",
        "-WX",
        "-INPUTCHARSET",
        "UTF8",
        *defined,
        *options,
        RECIPE,
    ]
    run(Call(f"makensis {result.name}", command))


def _list_parts() -> None:
    licence = [cpython.BARE / "LICENSE.txt"]
    parts = [
        Part("CPython", cpython.VERSION, "PSF-2.0", cpython.ARCHIVE_SHA256, licence),
        *packages(cpython.FOLDER / "Lib" / "site-packages", WINDOWS.found()),
        *fonts_and_data(),
    ]
    program = folder.built(folder.WINDOWS)
    say(f"组成清单：{write(program, parts, 'windows').name}，{len(parts)} 项")


def _make() -> None:
    source = folder.built(folder.WINDOWS)
    compile_setup(source, target(), version())
    size, unpacked = megabytes(target()), megabytes(source)
    say(f"{target().name}：{size:.1f} MB，安装后 {unpacked:.1f} MB")
    if size > MOST_MEGABYTES:
        raise Trouble(f"安装程序有 {size:.1f} MB，超过 {MOST_MEGABYTES} MB。")
