"""Searching people by Han characters, pinyin, initials, the end of the ID number, the phone."""

from collections.abc import Iterable
from itertools import compress, repeat
from operator import contains

_TAIL = 8
"""How many characters of the ID number can be searched: the day of birth and what follows."""


def searchable(name_keys: str, id_no: str, mobile: str) -> str:
    """Return all the keys of one person as one lower-case text."""
    return f"{name_keys}\n{id_no[-_TAIL:]}\n{mobile}".lower()


class SearchIndex:
    """Finds the people whose keys contain a text; built when the list is loaded.

    One pass in C over the texts of all rows: 100,000 people take the same few milliseconds for
    a frequent letter as for a rare name, which no index of positions does.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take (id, searchable text) of every row."""
        pairs = list(entries)
        self._ids = [pair[0] for pair in pairs]
        self._texts = [pair[1] for pair in pairs]

    def find(self, text: str) -> list[str]:
        """Return the ids in the order of the rows; everything for a blank text."""
        wanted = "".join(text.split()).lower()
        if not wanted:
            return list(self._ids)
        return list(compress(self._ids, map(contains, self._texts, repeat(wanted))))
