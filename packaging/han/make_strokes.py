"""Write resources/han/strokes.txt: Han characters in the order of 姓氏笔画.

Usage: python packaging/han/make_strokes.py stroke.dict.yaml
The dictionary is /usr/share/rime-data/stroke.dict.yaml of the Debian package rime-data-stroke.
Order: number of strokes, then the strokes in writing order (横 < 竖 < 撇 < 点 < 折), then code
point. Where the dictionary knows two ways to write a character, the later one is the mainland's.
"""

import sys
from collections import defaultdict
from pathlib import Path

STROKES = "hspnz"
TARGET = Path(__file__).resolve().parents[2] / "resources" / "han" / "strokes.txt"
HEADER = """\
# Han characters by number of strokes, then by writing order (heng, shu, pie, dian, zhe).
# One line for each number of strokes. Made by packaging/han/make_strokes.py from rime-stroke,
# LGPL-3.0 (see README.md beside this file).
"""


def sequences(dictionary: Path) -> dict[str, str]:
    """Return the strokes of every single character in the dictionary."""
    found = {}
    for line in dictionary.read_text("utf-8").splitlines():
        char, _, rest = line.partition("\t")
        strokes = rest.split("\t")[0]
        if len(char) == 1 and strokes and set(strokes) <= set(STROKES):
            found[char] = strokes
    return found


def main(dictionary: str) -> None:
    """Write the file."""
    by_count = defaultdict(list)
    for char, strokes in sequences(Path(dictionary)).items():
        order = strokes.translate(str.maketrans(STROKES, "12345"))
        by_count[len(strokes)].append((order, char))
    lines = [
        f"{count} {''.join(char for _, char in sorted(by_count[count]))}\n"
        for count in sorted(by_count)
    ]
    TARGET.write_text(HEADER + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
