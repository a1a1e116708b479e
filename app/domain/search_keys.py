"""Keys of a name: pinyin and initials to search by, and two ASCII strings to sort by."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product

from app.base.resources import resource

# More readings of one name would only make wrong hits.
_MOST_VARIANTS = 12
_GIVEN_READINGS = 2
_CACHED_CHARS = 50_000

# A Latin word, or one character; blanks, dots and hyphens only separate.
_PIECE = re.compile("[a-z0-9]+|[^a-z0-9\\s\u00b7'.-]")
_COMPOUND_LENGTH = 2

_Readings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What a name is found and sorted by.

    pinyin: "shan yong jie|dan yong jie", the likeliest first. initials: ("syj", "dyj").
    sort_pinyin: plain comparison sorts character by character by syllable, tone and code point,
    the surname by its reading as a surname. sort_strokes: the same by 姓氏笔画.
    """

    pinyin: str
    initials: tuple[str, ...]
    sort_pinyin: str
    sort_strokes: str


def keys_of(name: str) -> NameKeys:
    """Return the keys of a name; characters without a reading have none and sort last."""
    pieces = _PIECE.findall(name.lower())
    readings = _name_readings(pieces)
    plain = [tuple(dict.fromkeys(_toneless(r) for r in each)) for each in readings if each]
    variants = [v for v in islice(product(*plain), _MOST_VARIANTS) if v]
    return NameKeys(
        pinyin="|".join(" ".join(variant) for variant in variants),
        initials=_distinct("".join(part[0] for part in variant) for variant in variants),
        sort_pinyin=" ".join(
            _pinyin_key(piece, each) for piece, each in zip(pieces, readings, strict=True)
        ),
        sort_strokes="".join(map(_stroke_key, pieces)),
    )


def _name_readings(pieces: list[str]) -> list[_Readings]:
    """Return the readings of each piece with tones, those of the surname first of all."""
    surnames = _surnames()
    compound = (
        surnames.compound.get("".join(pieces[:_COMPOUND_LENGTH]))
        if len(pieces) > _COMPOUND_LENGTH
        else None
    )
    readings = [_readings(piece)[:_GIVEN_READINGS] for piece in pieces]
    if compound:
        for place, reading in enumerate(compound):
            readings[place] = _distinct((reading, *readings[place][:1]))
    elif pieces:
        own = surnames.single.get(pieces[0], ())
        readings[0] = _distinct((*own, *readings[0][:1]))
    return readings


def _toneless(reading: str) -> str:
    return reading.rstrip("12345") or reading


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


@lru_cache(_CACHED_CHARS)
def _readings(piece: str) -> _Readings:
    """Return the readings of one Han character, the most frequent first, or a Latin word."""
    if piece.isascii():
        return (piece,) if piece.isalnum() else ()
    from pypinyin import Style, pinyin

    found = pinyin(
        piece, style=Style.TONE3, heteronym=True, errors="ignore", neutral_tone_with_five=True
    )
    return _without_repeats(found[0]) if found else ()


def _without_repeats(readings: Iterable[str]) -> _Readings:
    """Keep the first of the readings that differ in the tone only."""
    first: dict[str, str] = {}
    for reading in readings:
        first.setdefault(_toneless(reading), reading)
    return tuple(first.values())


def _pinyin_key(piece: str, readings: _Readings) -> str:
    if piece.isascii():
        return piece
    code = f"{ord(piece):06x}"
    return f"{readings[0]} {code}" if readings else f"~{code}"


@lru_cache(_CACHED_CHARS)
def _stroke_key(piece: str) -> str:
    """Return the rank of a character, four hexadecimal digits and more; "~…" for an unknown."""
    rank = _stroke_ranks().get(piece)
    return f"{rank:05x}" if rank is not None else "".join(f"~{ord(char):06x}" for char in piece)


@cache
def _stroke_ranks() -> Mapping[str, int]:
    lines = resource("han", "strokes.txt").read_text("utf-8").splitlines()
    ordered = "".join(line.split(" ", 1)[1] for line in lines if not line.startswith("#"))
    return {char: rank for rank, char in enumerate(ordered)}


@dataclass(frozen=True, slots=True)
class _Surnames:
    single: Mapping[str, _Readings]
    compound: Mapping[str, _Readings]


@cache
def _surnames() -> _Surnames:
    found = tomllib.loads(resource("han", "surnames.toml").read_text("utf-8"))
    single, compound = (
        {name: tuple(readings) for name, readings in found[part].items()}
        for part in ("single", "compound")
    )
    return _Surnames(single, compound)
