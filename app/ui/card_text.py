"""The readable text of a card: titled groups of facts and lists, with links inside the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QFrame, QTextBrowser, QWidget

from app.domain.members import CardLine

NOTHING = "—"
_ONE_LINE = 20
"""What is no longer than so many digits is not broken into lines."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value; link makes the value clickable. Rare facts hide when empty."""

    label: str
    value: str
    link: str = ""
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: when, what, and the link behind the words."""

    on: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A titled part of a card: facts in two columns, then lines; empty is said for no lines.

    links: (words, link) below the group: what can be done here.
    """

    title: str
    facts: Sequence[Fact] = ()
    lines: Sequence[Line] = ()
    empty: str = ""
    links: Sequence[tuple[str, str]] = ()


def lines_of(lines: Sequence[CardLine], verb: str = "") -> list[Line]:
    """Return the dated records of a card; with a verb each carries the link verb:id."""
    return [Line(line.on, line.text, f"{verb}:{line.id}" if verb else "") for line in lines]


class CardText(QTextBrowser):
    """Shows groups; text can be selected and copied; link_chosen carries the link of a click."""

    link_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[Group] = ()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.anchorClicked.connect(self._on_anchor_clicked)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups from the top; the place stays when only the values changed."""
        is_same = [group.title for group in groups] == [group.title for group in self._groups]
        place = self.verticalScrollBar().value() if is_same else 0
        self._groups = groups
        colors = {
            name: QApplication.palette().color(role).name()
            for name, role in (
                ("muted", QPalette.ColorRole.PlaceholderText),
                ("link", QPalette.ColorRole.Link),
            )
        }
        self.setHtml("".join(_group_html(group, colors) for group in groups))
        self.verticalScrollBar().setValue(place)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._groups:
            self.show_groups(self._groups)

    def _on_anchor_clicked(self, url: QUrl) -> None:
        self.link_chosen.emit(url.toString())


def _group_html(group: Group, colors: dict[str, str]) -> str:
    facts = [fact for fact in group.facts if fact.value or not fact.is_rare]
    if not (facts or group.lines or group.empty or group.links):
        return ""
    parts = [f'<p style="margin:10px 0 4px 0"><b>{escape(group.title)}</b></p>']
    if facts:
        parts.append(_facts_html(facts, colors))
    for line in group.lines:
        when = f"{_muted(line.on, colors)}&nbsp;&nbsp;"
        words = _linked(line.text, line.link, colors)
        parts.append(f'<p style="margin:2px 0">{when if line.on else ""}{words}</p>')
    if group.empty and not group.lines:
        parts.append(f'<p style="margin:2px 0">{_muted(group.empty, colors)}</p>')
    if group.links:
        words = "&nbsp;&nbsp;&nbsp;".join(_linked(*each, colors) for each in group.links)
        parts.append(f'<p style="margin:4px 0">{words}</p>')
    return "".join(parts)


def _facts_html(facts: Sequence[Fact], colors: dict[str, str]) -> str:
    rows = "".join(
        f'<tr><td style="white-space:nowrap;padding:2px 14px 2px 0">'
        f"{_muted(fact.label, colors)}</td>"
        f'<td style="padding:2px 0;{_wrapping(fact.value)}">'
        f"{_linked(fact.value or NOTHING, fact.link, colors)}</td></tr>"
        for fact in facts
    )
    return f'<table cellspacing="0">{rows}</table>'


def _wrapping(value: str) -> str:
    """Keep a date with its age, an ID number, a phone on one line."""
    digits = sum(1 if char.isascii() else 2 for char in value)
    return "white-space:nowrap" if digits <= _ONE_LINE else ""


def _muted(text: str, colors: dict[str, str]) -> str:
    return f'<span style="color:{colors["muted"]}">{escape(text)}</span>'


def _linked(text: str, link: str, colors: dict[str, str]) -> str:
    words = escape(text).replace("\n", "<br>")
    if not link:
        return words
    style = f"color:{colors['link']};text-decoration:none"
    return f'<a href="{escape(link)}" style="{style}">{words}</a>'
