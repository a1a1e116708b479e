"""PyInstaller: from the checkout to the folder that is installed, on Linux and under Wine."""

import shutil
from collections.abc import Callable
from pathlib import Path

from environment import ROOT, Trouble

from installer import cpython, qt, tools, wine
from installer.places import BUILD, HERE, PROGRAM, PUBLISHER, SOURCES, TITLE, version
from installer.running import Call, need, run
from installer.steps import Step

RECIPE = HERE / "dangwu.spec"
INPUTS = (*SOURCES, RECIPE, HERE / "before_start.py", HERE / "minimal.py")
LINUX, WINDOWS = BUILD / "linux", BUILD / "windows"
INTERNAL = "_internal"
_PYINSTALLER = ("-m", "PyInstaller", "--noconfirm", "--log-level=WARN")


def built(target: Path, name: str = PROGRAM) -> Path:
    """Return the folder that PyInstaller leaves for a target (LINUX or WINDOWS)."""
    return target / "dist" / name


def linux_step(name: str = PROGRAM) -> Step:
    """Return the step that makes the Linux folder of the program, or of the minimal window."""
    return _step(f"打包 Linux 程序 {name}", lambda: _on_linux(name), built(LINUX, name) / name)


def windows_step(name: str = PROGRAM) -> Step:
    """Return the step that makes the Windows folder of the program, or of the minimal window."""
    result = built(WINDOWS, name) / f"{name}.exe"
    return _step(f"打包 Windows 程序 {name}", lambda: _on_windows(name), result)


def check_resources(folder: Path) -> None:
    """Raise Trouble when the folder lacks a resource or migration of the checkout."""
    places = {
        ROOT / "resources": folder / INTERNAL / "resources",
        ROOT / "app/store/migrations": folder / INTERNAL / "app/store/migrations",
    }
    missing = [
        str(file.relative_to(ROOT))
        for source, packed in places.items()
        for file in sorted(source.rglob("*"))
        if file.is_file()
        and "__pycache__" not in file.parts
        and not _is_same(file, packed / file.relative_to(source))
    ]
    if missing:
        raise Trouble(f"打包好的程序里缺少或不同的文件：{'、'.join(missing)}。打包已停止。")


def _step(title: str, act: Callable[[], None], result: Path) -> Step:
    return Step(title, act, result, INPUTS)


def _on_linux(name: str) -> None:
    need(qt.LIBRARIES, "打包需要 Qt 用到的系统库")
    places = ["--distpath", LINUX / "dist", "--workpath", LINUX / "work"]
    command = ["nice", tools.PYTHON, *_PYINSTALLER, *places, RECIPE]
    run(Call(f"PyInstaller {name} Linux", command, _settings(name, str(ROOT))))
    _strip(built(LINUX, name) / INTERNAL)
    _finish(LINUX, name)


def _on_windows(name: str) -> None:
    wine.start()
    paths = {"--distpath": WINDOWS / "dist", "--workpath": WINDOWS / "work"}
    places = [text for key, path in paths.items() for text in (key, wine.windows_path(path))]
    facts = WINDOWS / "version.txt"
    facts.write_text(version_facts(), encoding="utf-8")
    settings = _settings(name, wine.windows_path(ROOT))
    settings["DANGWU_VERSION_FILE"] = wine.windows_path(facts)
    command = [cpython.FOLDER / "python.exe", *_PYINSTALLER, *places, wine.windows_path(RECIPE)]
    asked = wine.call(f"PyInstaller {name} Windows", command)
    run(Call(asked.what, ["nice", *asked.command], {**asked.environment, **settings}))
    _finish(WINDOWS, name)


def _strip(folder: Path) -> None:
    """Drop the debugging symbols that some wheels still carry: 20 MB in sqlcipher3 alone.

    Libraries under *.libs were edited after linking and do not survive it.
    """
    carried = [path for path in folder.glob("*/**/*.so") if ".libs" not in str(path.parent)]
    run(Call("strip", ["strip", "--strip-debug", *carried]))


def _settings(name: str, root: str) -> dict[str, str]:
    return {
        "DANGWU_ROOT": root,
        "DANGWU_MINIMAL": "" if name == PROGRAM else name,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "1",
    }


def _finish(target: Path, name: str) -> None:
    folder = built(target, name)
    qt.check_plugins(folder, target.name)
    if name == PROGRAM:
        check_resources(folder)
    shutil.rmtree(folder / INTERNAL / "PySide6" / "examples", ignore_errors=True)


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def version_facts() -> str:
    """Return what Windows shows under 属性 → 详细信息, in PyInstaller's notation."""
    number = (*map(int, version().split(".")), 0)
    texts = {
        "CompanyName": PUBLISHER,
        "FileDescription": TITLE,
        "FileVersion": version(),
        "InternalName": PROGRAM,
        "LegalCopyright": "LGPL-3.0-or-later",
        "OriginalFilename": f"{PROGRAM}.exe",
        "ProductName": TITLE,
        "ProductVersion": version(),
    }
    pairs = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={number}, prodvers={number}, mask=0x3F,"
        " flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('080404B0', [{pairs}])]),"
        " VarFileInfo([VarStruct('Translation', [0x0804, 1200])])])"
    )
