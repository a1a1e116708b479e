"""The user's choices: declared once, typed, with default and meaning, kept in one TOML file."""

import json
import logging
import tomllib
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

from app.base.saving import write_whole

log = logging.getLogger(__name__)


class FontSize(StrEnum):
    """The text sizes a user may choose."""

    STANDARD = "standard"
    LARGE = "large"
    HUGE = "huge"


class Theme(StrEnum):
    """The colour sets a user may choose."""

    RED = "red"
    BLUE = "blue"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices of the user; replace() makes a changed copy."""

    font_size: FontSize = FontSize.STANDARD
    """Size of the text in windows."""
    theme: Theme = Theme.RED
    """The colours of the windows."""


def load(path: Path) -> Settings:
    """Read the settings file; what is missing, unknown or of a wrong type becomes the default."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        log.warning("the settings file cannot be read; defaults are used", exc_info=True)
        return Settings()
    given = {}
    for name, kind in get_type_hints(Settings).items():
        if name not in found:
            continue
        try:
            given[name] = _as(kind, found[name])
        except (TypeError, ValueError):
            log.warning("setting %s has a wrong value; the default is used", name)
    return Settings(**given)


def save(settings: Settings, path: Path) -> None:
    """Write the settings file; raises UserError when that is not possible."""
    lines = [f"{name} = {_toml(value)}\n" for name, value in asdict(settings).items()]
    write_whole(path, "".join(lines).encode())


def _as(kind: type, value: object) -> Any:  # noqa: ANN401 - one of the types Settings declares
    """Return the value in the kind declared; raises TypeError or ValueError."""
    if issubclass(kind, StrEnum):
        return kind(str(value))
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _toml(value: bool | str) -> str:  # noqa: FBT001 - a value to write, not a switch
    """Write a value; for these types JSON and TOML agree, but for the character DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
