"""Breaking Chinese text into lines: 避头尾, 推出 (push out) and 挤进 (squeeze in).

Pure: widths come in with the tokens, so that the rules can be tested without any font.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

NO_START = frozenset("，。、；：？！）》〉】〕］｝」』”’…—～·％℃°%.,:;?!)]}ー々")
NO_END = frozenset("（《〈【〔［｛「『“‘￥$([{")
CLOSING = frozenset("，。、；：？！）》〉】〕］｝」』”’")
OPENING = frozenset("（《〈【〔［｛「『“‘")
TOLERANCE = 0.01  # points
MEASURES = frozenset("年月日时分元名人次个项所份张件篇条期岁级类届天周起页号学")

_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.,:/%@_+'-]*[A-Za-z0-9%])?|\s+|…+|—+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """What is never broken: one character, a number, a Latin word, …… or ——.

    width and slack are in points; slack is what the token may lose when a line is squeezed (the
    empty half of a full-width punctuation mark). run: the index of the run it comes from.
    """

    text: str
    width: float
    slack: float = 0.0
    run: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of one line; their widths together may exceed the room by what slack allows."""

    tokens: tuple[Token, ...]
    room: float
    last: bool

    @property
    def width(self) -> float:
        """The natural width of the tokens, in points."""
        return sum(token.width for token in self.tokens)


def split_tokens(text: str) -> list[str]:
    """Split a text into pieces that are never broken."""
    return _TOKEN.findall(text)


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end with the token `before` and the next start with `after`."""
    if after[0] in NO_START or before[-1] in NO_END:
        return False
    counted = before[-1].isascii() and before[-1].isdigit()
    return not (counted and after[0] in MEASURES)


def closed_up(tokens: Sequence[Token]) -> list[Token]:
    """Take the empty half from a closing mark that another mark follows, as in ”， or 》（."""
    result = list(tokens)
    for place, (token, after) in enumerate(pairwise(tokens)):
        if token.text in CLOSING and (after.text in CLOSING or after.text in OPENING):
            result[place] = Token(token.text, token.width - token.slack, 0.0, token.run)
    return result


def break_lines(tokens: Sequence[Token], first: float, width: float) -> list[Line]:
    """Fill lines of `width` points, the first one `first` points wide.

    A line wider than its room never exceeds it by more than the slack of its tokens; one token
    wider than a whole line gets a line of its own. At least one line is returned.
    """
    lines: list[Line] = []
    start, count = 0, len(tokens)
    while start < count:
        room = width if lines else first
        if lines and tokens[start].text.isspace():
            start += 1
            continue
        end = _line_end(tokens, start, room)
        shown = tuple(tokens[start:end])
        while len(shown) > 1 and shown[-1].text.isspace():
            shown = shown[:-1]
        lines.append(Line(shown, room, last=end >= count))
        start = end
    return lines or [Line((), first, last=True)]


def _line_end(tokens: Sequence[Token], start: int, room: float) -> int:
    """Return the index after the last token of the line that begins at `start`."""
    end, used = start, 0.0
    while end < len(tokens) and used + tokens[end].width <= room + TOLERANCE:
        used += tokens[end].width
        end += 1
    end = max(end, start + 1)
    if end >= len(tokens) or may_break(tokens[end - 1].text, tokens[end].text):
        return end
    return _squeezed(tokens, start, end, room) or _pushed_out(tokens, start, end)


def _squeezed(tokens: Sequence[Token], start: int, end: int, room: float) -> int | None:
    """Return the next allowed end when the tokens up to it fit by giving up their slack."""
    while end < len(tokens) and not may_break(tokens[end - 1].text, tokens[end].text):
        end += 1
    line = tokens[start:end]
    fits = sum(token.width - token.slack for token in line) <= room + TOLERANCE
    return end if fits else None


def _pushed_out(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the last allowed end before `end`; `end` itself where there is none."""
    for earlier in range(end - 1, start, -1):
        if may_break(tokens[earlier - 1].text, tokens[earlier].text):
            return earlier
    return end
