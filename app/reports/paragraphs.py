"""Paragraphs of official Chinese text as reportlab flowables.

Import this module only inside the function that writes a PDF: it loads reportlab.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable  # noqa: TID253 - this module is itself loaded late

from app.domain.document import Align
from app.reports.fonts import FontSet, Role, width_of
from app.reports.line_breaks import (
    CLOSING,
    OPENING,
    TOLERANCE,
    Line,
    Token,
    break_lines,
    closed_up,
    split_tokens,
)

_BASELINE = 0.12  # how far the baseline stands above the foot of the em box, in ems
_WIDEST_GAP = 0.5  # a line that would need wider gaps stays ragged, in ems
_LINK_BORDER = "[0 0 0]"


@dataclass(frozen=True, slots=True)
class StyledRun:
    """A piece of text in one role; link: the anchor it jumps to; whole: never mix faces."""

    text: str
    role: Role = Role.FANG
    link: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """size, leading and side padding in points; indent in characters.

    align: None fills every line but the last to the full width.
    """

    size: float
    leading: float
    indent: int = 0
    align: Align | None = None
    padding: float = 0.0


class Paragraph(Flowable):
    """One paragraph; it may be split between pages at any line."""

    def __init__(
        self, runs: Sequence[StyledRun], style: ParagraphStyle, fonts: FontSet, anchor: str = ""
    ) -> None:
        super().__init__()
        self._runs = runs
        self._style = style
        self._fonts = fonts
        self._anchor = anchor
        self._lines: list[Line] | None = None
        self._is_start = True
        self._whole: dict[StyledRun, dict[str, str]] = {}

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Break into lines, once: a paragraph stays in columns of one width."""
        if self._lines is None:
            self._lines = self._broken(available_width)
        self.width = available_width
        self.height = len(self._lines) * self._style.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Divide at the last line that fits; an empty list when none does."""
        self.wrap(available_width, available_height)
        lines = self._lines or []
        count = int((available_height + 0.01) // self._style.leading)
        if not 0 < count < len(lines):
            return [] if count <= 0 else [self]
        return [self._part(lines[:count], 0), self._part(lines[count:], count)]

    def draw(self) -> None:
        """Draw the lines from the top."""
        if self._anchor and self._is_start:
            self.canv.bookmarkHorizontal(self._anchor, 0, self.height)
        leading, size = self._style.leading, self._style.size
        y = self.height + (leading - size) / 2 + _BASELINE * size
        for number, line in enumerate(self._lines or []):
            y -= leading
            self._draw_line(line, y, indented=number == 0 and self._is_start)

    def _part(self, lines: list[Line], skipped: int) -> "Paragraph":
        part = Paragraph(self._runs, self._style, self._fonts, self._anchor)
        part.width, part._lines = self.width, lines
        part._is_start = self._is_start and skipped == 0
        return part

    def _broken(self, width: float) -> list[Line]:
        style = self._style
        room = width - 2 * style.padding
        tokens = [
            token
            for number, run in enumerate(self._runs)
            for text in split_tokens(run.text)
            for token in self._tokens(text, number, room)
        ]
        return break_lines(closed_up(tokens), room - style.indent * style.size, room)

    def _tokens(self, text: str, number: int, room: float) -> Iterable[Token]:
        """Measure one token; a word wider than a whole line falls apart into characters."""
        size, run = self._style.size, self._runs[number]
        width = width_of(self._pieces(text, run), size)
        if width > room and len(text) > 1:
            for char in text:
                yield from self._tokens(char, number, room)
            return
        may_shrink = text in CLOSING or text in OPENING
        yield Token(text, width, size / 2 if may_shrink and width > 0.9 * size else 0.0, number)

    def _pieces(self, text: str, run: StyledRun) -> list[tuple[str, str]]:
        """Split a token into (font name, text); the faces of a whole run are chosen together."""
        if not run.whole:
            return self._fonts.runs(text, run.role)
        if run not in self._whole:
            faces = self._fonts.runs(run.text, run.role, whole=True)
            self._whole[run] = {char: name for name, part in faces for char in part}
        return [(self._whole[run][char], char) for char in text]

    def _draw_line(self, line: Line, y: float, *, indented: bool) -> None:
        style = self._style
        x = style.padding + (style.indent * style.size if indented else 0)
        spare = line.room - line.width
        gap = squeeze = 0.0
        if spare < -TOLERANCE:
            slack = sum(token.slack for token in line.tokens)
            squeeze = max(spare / slack, -1.0) if slack else 0.0
        elif style.align in {Align.CENTRE, Align.RIGHT}:
            x += spare / 2 if style.align is Align.CENTRE else spare
        elif style.align is None and not line.last and len(line.tokens) > 1:
            gap = spare / (len(line.tokens) - 1)
            gap = 0.0 if gap > _WIDEST_GAP * style.size else gap
        for token in line.tokens:
            lost = -squeeze * token.slack
            # The ink of an opening mark is in its right half: shrinking moves it to the left.
            self._draw_token(token, x - lost if token.text in OPENING else x, y)
            x += token.width - lost + gap

    def _draw_token(self, token: Token, x: float, y: float) -> None:
        run, size = self._runs[token.run], self._style.size
        text = self.canv.beginText(x, y)
        for name, piece in self._pieces(token.text, run):
            text.setFont(name, size)
            text.textOut(piece)
        self.canv.drawText(text)
        if run.link:
            foot = y - _BASELINE * size
            box = (x, foot, x + token.width, foot + size)
            self.canv.linkRect("", run.link, box, relative=1, Border=_LINK_BORDER)


class SignOffBlock(Flowable):
    """落款: two empty lines, then the name centred above the date, the date four characters in."""

    def __init__(self, org: str, date: str, style: ParagraphStyle, fonts: FontSet) -> None:
        super().__init__()
        self._texts = (org, date)
        self._style = style
        self._fonts = fonts

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take four lines of the full width."""
        self.width, self.height = available_width, 4 * self._style.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw the two lines; a long name ends at the right edge instead of passing it."""
        size = self._style.size
        pieces = [self._fonts.runs(text, Role.FANG) for text in self._texts]
        org_width, date_width = (width_of(piece, size) for piece in pieces)
        date_x = self.width - 4 * size - date_width
        org_x = max(min(date_x + (date_width - org_width) / 2, self.width - org_width), 0.0)
        for x, y, piece in ((org_x, self._style.leading, pieces[0]), (date_x, 0.0, pieces[1])):
            text = self.canv.beginText(x, y + (self._style.leading - size) / 2 + _BASELINE * size)
            for name, part in piece:
                text.setFont(name, size)
                text.textOut(part)
            self.canv.drawText(text)
