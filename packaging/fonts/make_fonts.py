"""Build the font subsets of resources/fonts/ from Debian 12 packages (see README.md here).

Usage: make_fonts.py BUILD_FOLDER. Needs apt-get, dpkg-deb and the PyPI package fonttools; takes
about 300 MB of download and some minutes of CPU. The result is the same byte for byte each time.
"""

import bz2
import gzip
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).resolve().parents[2] / "resources" / "fonts"
CHANGED = "2026-11-24"
MAX_ERROR = 1.0  # font units a quadratic outline may stray from the cubic one (1 em = 1000 units)
DOC = "usr/share/doc"
NOTO = "usr/share/fonts/opentype/noto"

DEBS = {
    "fonts-noto-cjk": "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    "fonts-noto-cjk-extra": "5f6536c99f9b3d77a3c383c3f1544f6d49350e7f20832c4c979af0e33f603cb5",
    "fonts-lxgw-wenkai": "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    "texlive-lang-chinese": "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    "unicode-data": "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One bundled font: where it comes from, what it keeps, what it is called."""

    role: str
    package: str
    path: str
    charset: str
    family: str
    licence: str
    licence_file: str
    face: str = ""

    @property
    def file(self) -> str:
        """The name of the bundled file."""
        return f"{self.family.removeprefix('Dangwu ').lower()}.ttf"


OFL = "OFL-1.1"
RECIPES = (
    Recipe(
        "FANG",
        "texlive-lang-chinese",
        "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
        "fang",
        "Dangwu Fangsong",
        "GPL-3.0-only WITH Font-exception-2.0",
        "LICENCE-fangsong.txt",
    ),
    Recipe(
        "HEI",
        "fonts-noto-cjk",
        f"{NOTO}/NotoSansCJK-Regular.ttc",
        "ui",
        "Dangwu Hei",
        OFL,
        "LICENCE-noto.txt",
        "Noto Sans CJK SC",
    ),
    Recipe(
        "KAI",
        "fonts-lxgw-wenkai",
        "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "tgh",
        "Dangwu Kai",
        OFL,
        "LICENCE-kai.txt",
    ),
    Recipe(
        "BIAO",
        "fonts-noto-cjk-extra",
        f"{NOTO}/NotoSerifCJK-SemiBold.ttc",
        "tgh",
        "Dangwu Biaosong",
        OFL,
        "LICENCE-noto.txt",
        "Noto Serif CJK SC SemiBold",
    ),
    Recipe(
        "SONG",
        "fonts-noto-cjk-extra",
        f"{NOTO}/NotoSerifCJK-Light.ttc",
        "rare",
        "Dangwu Song",
        OFL,
        "LICENCE-noto.txt",
        "Noto Serif CJK SC Light",
    ),
)

FONT_EXCEPTION = """\
As a special exception, if you create a document which uses this font, and embed this font or
unaltered portions of this font into the document, this font does not by itself cause the resulting
document to be covered by the GNU General Public License. This exception does not however
invalidate any other reasons why the document might be covered by the GNU General Public License.
If you modify this font, you may extend this exception to your version of the font, but you are not
obligated to do so. If you do not wish to do so, delete this exception statement from your version.
"""


def unpack(build: Path) -> None:
    """Download the packages into the build folder and unpack the files needed."""
    tree = build / "tree"
    tree.mkdir(parents=True, exist_ok=True)
    for package, expected in DEBS.items():
        if not list(build.glob(f"{package}_*.deb")):
            subprocess.run(["apt-get", "download", package], cwd=build, check=True)
        deb = next(build.glob(f"{package}_*.deb"))
        if hashlib.sha256(deb.read_bytes()).hexdigest() != expected:
            raise SystemExit(f"{deb.name}: another version than the one these fonts are made from")
        subprocess.run(["dpkg-deb", "-x", str(deb), str(tree)], check=True)


def tgh(tree: Path) -> set[int]:
    """Return the 8105 characters of 通用规范汉字表 from the property kTGH of Unihan."""
    text = bz2.decompress((tree / "usr/share/unicode/Unihan_OtherMappings.txt.bz2").read_bytes())
    found = {int(m[1], 16) for m in re.finditer(rb"^U\+(\w+)\tkTGH\t", text, re.MULTILINE)}
    if len(found) != 8105:
        raise SystemExit(f"kTGH gives {len(found)} characters, not 8105")
    return found


def gb2312() -> set[int]:
    """Return every character of GB/T 2312 (6763 hanzi and the signs), from Python's codec."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(char) for pair in pairs for char in pair.decode("gb2312", "ignore")}


SIGNS = (
    (0x20, 0x7F),
    (0xA0, 0x180),  # Latin letters with accents, as in pinyin
    (0x2000, 0x2070),
    (0x20A0, 0x20C0),
    (0x2100, 0x2300),  # letter-like signs, numbers, arrows, mathematics
    (0x2460, 0x2670),  # circled numbers, box drawing, blocks, shapes
    (0x2700, 0x27C0),  # ticks and crosses
    (0x3000, 0x3130),
    (0x3200, 0x3400),
    (0xFE30, 0xFE50),
    (0xFF00, 0xFFF0),
)


def charsets(tree: Path) -> dict[str, set[int]]:
    """Return the character sets by name."""
    signs = {code for start, end in SIGNS for code in range(start, end)}
    standard = signs | gb2312() | tgh(tree)
    ideographs = set(range(0x4E00, 0xA000)) | set(range(0x3400, 0x4DC0))
    return {
        # The Latin letters and digits of FandolFang are far heavier than its hanzi: leaving them
        # out lets the program take those of SONG, as it does with every character not there.
        "fang": (signs | gb2312()) - set(range(0x21, 0x7F)),
        "tgh": standard,
        "ui": standard | {0xFFFD},
        "rare": standard | ideographs,
    }


def opened(source: Path, face: str) -> TTFont:
    """Open a font file, or the face of this full name in a collection."""
    if not face:
        return TTFont(source, recalcTimestamp=False)
    for number in range(20):
        font = TTFont(source, fontNumber=number, recalcTimestamp=False, lazy=True)
        if str(font["name"].getDebugName(4)) in (face, f"{face} Regular"):
            return font
    raise SystemExit(f"{source.name} has no face {face}")


def cut(font: TTFont, unicodes: set[int]) -> None:
    """Keep only the outlines of these characters; no layout tables, no hints."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.desubroutinize = True
    options.name_IDs = ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    options.drop_tables += ["STAT", "gasp", "FFTM", "meta", "kern"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)


MAXP_ZEROS = (
    "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
    "maxSizeOfInstructions maxComponentElements maxPoints maxContours maxCompositePoints "
    "maxCompositeContours maxComponentDepth"
)


def to_glyf(font: TTFont) -> None:
    """Replace cubic CFF outlines by quadratic ones: reportlab embeds no others."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    glyf = newTable("glyf")
    glyf.glyphs, glyf.glyphOrder = {}, order
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyf.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), glyf
    for name in order:
        glyph = glyf.glyphs[name]
        glyph.recalcBounds(glyf)
        left = glyph.xMin if glyph.numberOfContours else 0
        font["hmtx"][name] = (font["hmtx"][name][0], left)
    maxp = font["maxp"]
    maxp.tableVersion, maxp.maxZones = 0x10000, 1
    for field in MAXP_ZEROS.split():
        setattr(maxp, field, 0)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def rename(font: TTFont, family: str, source: str) -> None:
    """Give the subset its own name: reserved names may not be kept by a modified font."""
    table = font["name"]
    kept = {
        number: str(table.getDebugName(number))
        for number in (0, 13, 14)
        if table.getName(number, 3, 1, 0x409)
    }
    own = {
        1: family,
        2: "Regular",
        3: f"{family} {CHANGED}",
        4: family,
        5: f"Version 1.000; subset of {source}, modified {CHANGED}",
        6: family.replace(" ", ""),
    }
    table.names = []
    for number, text in sorted((kept | own).items()):
        table.setName(text, number, 3, 1, 0x409)


def open_font_licence(tree: Path, package: str) -> str:
    """Return the text of the OFL as the package's copyright file holds it."""
    text = (tree / DOC / package / "copyright").read_text("utf-8")
    start = text.index("SIL OPEN FONT LICENSE Version 1.1")
    lines = []
    for line in text[start:].splitlines():
        if line and not line.startswith(" ") and lines:
            break
        lines.append("" if line.strip() == "." else line.removeprefix(" "))
    return "\n".join(lines).strip() + "\n"


def licences(tree: Path) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) of each licence with the notice of what was changed."""
    changed = (
        f"Changed on {CHANGED} for this program by packaging/fonts/make_fonts.py: subset, "
        "layout tables\nand hints removed, outlines converted to TrueType where they were CFF, "
        "renamed.\n\n"
    )
    fandol = tree / DOC / "texlive-doc/fonts/fandol"
    gpl = gzip.decompress((fandol / "COPYING.gz").read_bytes()).decode("utf-8")
    text = (
        "fangsong.ttf is a modified version of FandolFang-Regular 1.300.\n"
        "Copyright (c) 2012-2013, the Fandol team (Clerk Ma, Jie Su).\n"
        "Licence: GNU General Public License version 3 with the font exception below.\n"
        "Source: https://ctan.org/pkg/fandol and packaging/fonts/ of this program.\n"
        f"{changed}{FONT_EXCEPTION}\n{gpl}"
    )
    yield "LICENCE-fangsong.txt", text
    text = (
        "hei.ttf, biaosong.ttf and song.ttf are modified versions of Noto Sans CJK SC Regular,\n"
        "Noto Serif CJK SC SemiBold and Noto Serif CJK SC Light.\n"
        "(c) 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.\n"
        f"{changed}{open_font_licence(tree, 'fonts-noto-cjk')}"
    )
    yield "LICENCE-noto.txt", text
    text = (
        "kai.ttf is a modified version of a font by lxgw (https://github.com/lxgw/LxgwWenKai).\n"
        "Copyright 2021-2022 lxgw, with Reserved Font Names '霞鹜' and 'LXGW'; derived from\n"
        "Klee One, Copyright 2020 The Klee Project Authors "
        "(https://github.com/fontworks-fonts/Klee).\n"
        f"{changed}{open_font_licence(tree, 'fonts-lxgw-wenkai')}"
    )
    yield "LICENCE-kai.txt", text


def make(recipe: Recipe, tree: Path, unicodes: set[int]) -> str:
    """Write one subset and return its lines for fonts.toml."""
    source = Path(recipe.path)
    font = opened(tree / source, recipe.face)
    cut(font, unicodes)
    if "CFF " in font:
        to_glyf(font)
    original = recipe.face or source.stem
    rename(font, recipe.family, "a font by lxgw" if recipe.role == "KAI" else original)
    path = TARGET / recipe.file
    font.save(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(recipe.role, path.name, len(font.getGlyphOrder()), path.stat().st_size, flush=True)
    return (
        f'[{recipe.role}]\nfile = "{recipe.file}"\nfamily = "{recipe.family}"\n'
        f'sha256 = "{digest}"\nlicence = "{recipe.licence}"\n'
        f'licence_file = "{recipe.licence_file}"\n'
        f'source = "{recipe.package}: {source.name}"\n'
    )


def main() -> None:
    """Build everything."""
    build = Path(sys.argv[1]).resolve()
    tree = build / "tree"
    unpack(build)
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in licences(tree):
        (TARGET / name).write_text(text, "utf-8", newline="\n")
    sets = charsets(tree)
    parts = [make(recipe, tree, sets[recipe.charset]) for recipe in RECIPES]
    head = "# Made by packaging/fonts/make_fonts.py; a test compares the hashes.\n\n"
    (TARGET / "fonts.toml").write_text(head + "\n".join(parts), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
