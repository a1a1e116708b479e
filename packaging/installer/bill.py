"""What ships: names, versions, licences and hashes (SBOM), and the licence texts for the program.

The list goes into the program (resources/about/, read by app/base/components.py) and, as CycloneDX
1.5 with the hash of every shipped file, beside the installers.
"""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email.parser import HeaderParser
from pathlib import Path

from environment import ROOT, RUN_LOCK, Trouble

from installer.folder import INTERNAL
from installer.inputs import sha256
from installer.places import DIST, PROGRAM, version

ALLOWED = frozenset(
    {
        "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib",
        "OFL-1.1",
        "LGPL-3.0-only", "LGPL-3.0", "GPL-3.0-only WITH Font-exception-2.0",
        "GPL-2.0-or-later WITH Bootloader-exception", "见 Debian 版权文件",
    }
)  # fmt: skip
"""What may ship with a program under LGPL-3.0-or-later; a new licence is a decision of a person."""

NAMED_HERE = {
    "sqlcipher3": "Zlib",
    "reportlab": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "pynacl": "Apache-2.0",
    "pyrage": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
}
"""Licences that the package does not state in one expression, or where we choose one of several."""

OWN_LICENCE = ROOT / "LICENSE"
_TEXT_NAMES = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_LIBRARY_FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu")
_RULE = "\n\n" + "─" * 60 + "\n\n"


@dataclass(frozen=True)
class Part:
    """One part of others: sha256 is that of the file it came from, empty for Debian's libraries."""

    name: str
    version: str
    licence: str
    sha256: str = ""
    texts: Sequence[Path] = field(default_factory=tuple)


def packages(site: Path, wheels: Iterable[Path]) -> list[Part]:
    """Return the locked packages that ship, and PyInstaller, whose start program ships too."""
    by_name = {_normal(wheel.name.split("-")[0]): wheel for wheel in wheels}
    locked = re.findall(r"^([\w.-]+)==", RUN_LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return [_package(site, name, by_name[_normal(name)]) for name in (*locked, "pyinstaller")]


def fonts_and_data() -> list[Part]:
    """Return the fonts and the stroke order, with the licence each was taken under."""
    folder = ROOT / "resources" / "fonts"
    fonts = tomllib.loads((folder / "fonts.toml").read_text(encoding="utf-8")).values()
    found = [
        Part(
            font["family"],
            "",
            font["licence"],
            font["sha256"],
            [folder / font["licence_file"]],
        )
        for font in fonts
        if isinstance(font, dict)
    ]
    strokes = ROOT / "resources" / "han" / "strokes.txt"
    about = [strokes.with_name("README.md"), OWN_LICENCE]
    return [*found, Part("rime-stroke", "", "LGPL-3.0", sha256(strokes), about)]


def debian_libraries(folder: Path) -> list[Part]:
    """Return the Debian packages whose libraries PyInstaller has copied into the folder."""
    names = sorted(path.name for path in (folder / INTERNAL).glob("*.so*"))
    places = [Path(root) / name for name in names for root in _LIBRARY_FOLDERS]
    # Also with exit code 1: names that Debian does not know come from wheels.
    found = subprocess.run(
        ["dpkg", "-S", *(str(path) for place in places for path in {place, place.resolve()})],
        capture_output=True,
        text=True,
        check=False,
    )
    owners = {line.split(":")[0] for line in found.stdout.splitlines()}
    return [_debian(name) for name in sorted(owners)]


def check_licences(parts: Iterable[Part]) -> None:
    """Raise Trouble for a licence that nobody has allowed, and for a missing text."""
    for part in parts:
        unknown = [each for each in re.split(r" AND ", part.licence) if each not in ALLOWED]
        if unknown or not part.texts:
            what = f"许可证“{part.licence}”没有经过核对" if unknown else "没有附带许可证文本"
            raise Trouble(f"{part.name} {part.version}：{what}，不能随程序发布。打包已停止。")


def write(folder: Path, parts: Sequence[Part], system: str) -> Path:
    """Put list and texts into the program's folder, and return the SBOM written beside setups."""
    check_licences(parts)
    about = folder / INTERNAL / "resources" / "about"
    about.mkdir(exist_ok=True)
    listed = [
        {
            "name": part.name,
            "version": part.version,
            "licence": part.licence,
            "file": _keep_texts(about, part),
        }
        for part in parts
    ]
    (about / "components.json").write_text(_as_json(listed), encoding="utf-8")
    DIST.mkdir(exist_ok=True)
    target = DIST / f"{PROGRAM}-{version()}-{system}.cdx.json"
    target.write_text(_as_json(_cyclone(folder, parts)), encoding="utf-8")
    return target


def _package(site: Path, name: str, wheel: Path) -> Part:
    (info,) = (
        path
        for path in site.glob("*.dist-info")
        if _normal(path.name.split("-")[0]) == _normal(name)
    )
    facts = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
    licence = NAMED_HERE.get(name) or facts["License-Expression"] or facts["License"] or ""
    texts = [
        path
        for path in sorted(info.rglob("*"))
        if path.is_file() and _TEXT_NAMES.search(path.relative_to(info).as_posix())
    ]
    if licence.startswith("LGPL-3.0"):
        texts.append(OWN_LICENCE)
    return Part(facts["Name"], facts["Version"], licence, sha256(wheel), texts)


def _debian(name: str) -> Part:
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f=${Version}", name], capture_output=True, text=True, check=True
    )
    text = Path("/usr/share/doc") / name / "copyright"
    return Part(name, shown.stdout, "见 Debian 版权文件", "", [text] if text.exists() else [])


def _keep_texts(about: Path, part: Part) -> str:
    name = f"{_normal(part.name)}.txt"
    texts = [text.read_text(encoding="utf-8", errors="replace").strip() for text in part.texts]
    (about / name).write_text(_RULE.join(texts) + "\n", encoding="utf-8")
    return name


def _cyclone(folder: Path, parts: Sequence[Part]) -> dict[str, object]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PROGRAM, "version": version()}},
        "components": [_entry("library", part.name, part) for part in parts]
        + [
            _entry("file", path.relative_to(folder).as_posix(), Part("", "", "", sha256(path)))
            for path in files
        ],
    }


def _entry(kind: str, name: str, part: Part) -> dict[str, object]:
    entry: dict[str, object] = {"type": kind, "name": name}
    if part.version:
        entry["version"] = part.version
    if part.licence:
        entry["licenses"] = [{"license": {"name": part.licence}}]
    if part.sha256:
        entry["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    return entry


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
