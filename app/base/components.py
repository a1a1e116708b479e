"""What the installed program is made of: the parts of others, with versions and licences.

The build writes the list and the texts into resources/about/; a checkout has neither.
"""

import json
from dataclasses import dataclass

from app.base.resources import resource

FOLDER = "about"
LIST = "components.json"


@dataclass(frozen=True, slots=True)
class Component:
    """One part: its name, version and licence, and the file of its licence texts."""

    name: str
    version: str
    licence: str
    file: str


def components() -> tuple[Component, ...]:
    """Return the parts in the order of the build; none in a checkout."""
    path = resource(FOLDER, LIST)
    if not path.exists():
        return ()
    found = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Component(each["name"], each["version"], each["licence"], each["file"]) for each in found
    )


def licence_text(component: Component) -> str:
    """Return the licence texts of a part."""
    return resource(FOLDER, component.file).read_text(encoding="utf-8")
