"""The Debian package: the Linux folder under /opt, a command, a menu entry, icons, a file type."""

import shutil
from pathlib import Path

from environment import ROOT, RUN_LOCK, Trouble, say

from installer import folder, tools
from installer.bill import Part, debian_libraries, fonts_and_data, packages, write
from installer.inputs import LINUX
from installer.places import BUILD, DIST, HERE, PROGRAM, PUBLISHER, TITLE, megabytes, version
from installer.running import Call, need, run
from installer.steps import Step

TREE = BUILD / "linux" / "deb"
HOME = Path("opt") / PROGRAM
MOST_MEGABYTES = 60
ICONS = ROOT / "resources" / "icons"
PARTS = HERE / "linux"
DEPENDS = (
    "libc6 (>= 2.36)", "libuuid1", "libegl1", "libgl1", "libfontconfig1", "libfreetype6",
    "libglib2.0-0 | libglib2.0-0t64", "libxkbcommon0", "libdbus-1-3", "libx11-6",
    "libxkbcommon-x11-0", "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0",
    "libxcb-keysyms1", "libxcb-randr0", "libxcb-render0", "libxcb-render-util0", "libxcb-shape0",
    "libxcb-shm0", "libxcb-sync1", "libxcb-util1", "libxcb-xfixes0", "libxcb-xkb1",
)  # fmt: skip


def target() -> Path:
    """Return where the package of this version lies."""
    return DIST / f"{PROGRAM}_{version()}_amd64.deb"


def part_steps() -> list[Step]:
    """Return the step that completes the Linux folder with what it is made of."""
    about = folder.built(folder.LINUX) / folder.INTERNAL / "resources" / "about"
    return [
        Step("列出 Linux 程序的组成和许可证", _list_parts, about / "components.json", [RUN_LOCK])
    ]


def package_steps() -> list[Step]:
    """Return the step from the Linux folder to the package."""
    return [Step("制作 Debian 软件包", _make, target(), [PARTS])]


def _list_parts() -> None:
    program = folder.built(folder.LINUX)
    python = Path("/usr/share/doc") / f"python{tools.python_version()}" / "copyright"
    parts = [
        Part("CPython", tools.python_version(full=True), "PSF-2.0", "", [python]),
        *packages(tools.site(), LINUX.found()),
        *fonts_and_data(),
        *debian_libraries(program),
    ]
    say(f"组成清单：{write(program, parts, 'linux').name}，{len(parts)} 项")


def _make() -> None:
    need({"dpkg-deb": "dpkg", "desktop-file-validate": "desktop-file-utils"}, "制作 Debian 软件包")
    shutil.rmtree(TREE, ignore_errors=True)
    shutil.copytree(folder.built(folder.LINUX), TREE / HOME, symlinks=True)
    _put(PARTS / "dangwu.desktop", "usr/share/applications/dangwu.desktop")
    _put(PARTS / "dangwu.xml", "usr/share/mime/packages/dangwu.xml")
    _put(ICONS / "dangwu.svg", "usr/share/icons/hicolor/scalable/apps/dangwu.svg")
    _put(ICONS / "dangwu.png", "usr/share/icons/hicolor/256x256/apps/dangwu.png")
    _put(ROOT / "LICENSE", f"usr/share/doc/{PROGRAM}/copyright")
    command = TREE / "usr" / "bin" / PROGRAM
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("/") / HOME / PROGRAM)
    _write_control()
    run(Call("检查菜单项", ["desktop-file-validate", PARTS / "dangwu.desktop"]))
    DIST.mkdir(exist_ok=True)
    pack = ["nice", "dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", TREE, target()]
    run(Call("dpkg-deb", pack))
    size = megabytes(target())
    say(f"{target().name}：{size:.1f} MB，安装后 {megabytes(TREE):.1f} MB")
    if size > MOST_MEGABYTES:
        raise Trouble(f"软件包有 {size:.1f} MB，超过 {MOST_MEGABYTES} MB。")


def _put(source: Path, place: str) -> None:
    path = TREE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)


def _write_control() -> None:
    fields = {
        "Package": PROGRAM,
        "Version": version(),
        "Architecture": "amd64",
        "Maintainer": f"{PUBLISHER} <dangwu@localhost>",
        "Installed-Size": str(round(megabytes(TREE) * 1e6 / 1024)),
        "Depends": ", ".join(DEPENDS),
        "Recommends": "shared-mime-info, desktop-file-utils",
        "Section": "misc",
        "Priority": "optional",
        "Description": f"{TITLE}\n 县教育局党委和所属各党支部用的党务台账，不需要网络。",
    }
    control = TREE / "DEBIAN" / "control"
    control.parent.mkdir()
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    control.write_text(text, encoding="utf-8")
