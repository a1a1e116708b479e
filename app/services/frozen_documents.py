"""A printed document as JSON, so that an issued report can be read and printed again for ever."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from app.domain.document import (
    Addressee,
    Align,
    Block,
    Document,
    FigureRun,
    Heading,
    PageBreak,
    Prose,
    Run,
    SignOff,
    TableBlock,
    Title,
)

_KINDS: Mapping[str, type[Block]] = {
    kind.__name__: kind
    for kind in (Title, Addressee, Heading, Prose, TableBlock, SignOff, PageBreak)
}


def frozen(document: Document) -> str:
    """Return the document as JSON text."""
    blocks = [
        {
            "kind": type(block).__name__,
            **{each.name: _plain(each.name, getattr(block, each.name)) for each in fields(block)},
        }
        for block in document.blocks
    ]
    content = {"title": document.title, "author": document.author, "blocks": blocks}
    return json.dumps(content, ensure_ascii=False)


def thawed(text: str) -> Document:
    """Return the document that frozen() has written."""
    content = json.loads(text)
    return Document(content["title"], tuple(map(_block, content["blocks"])), content["author"])


def _plain(name: str, value: object) -> object:
    if name == "runs" and isinstance(value, tuple):
        return [run if isinstance(run, str) else [run.text, run.figure_id] for run in value]
    return value


def _block(stored: dict[str, Any]) -> Block:
    kind = _KINDS[stored.pop("kind")]
    return kind(**{name: _READERS.get(name, _same)(value) for name, value in stored.items()})


def _same(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    return value


def _runs(stored: list[str | list[str]]) -> tuple[Run, ...]:
    return tuple(one if isinstance(one, str) else FigureRun(*one) for one in stored)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "runs": _runs,
    "header": tuple,
    "rows": lambda rows: tuple(map(tuple, rows)),
    "widths_mm": tuple,
    "align": lambda sides: tuple(map(Align, sides)),
    "row_ids": tuple,
}
