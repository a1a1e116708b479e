"""What a use case has changed, so that every window can decide whether it is stale."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The tables a batch touched; batch is its id, empty when everything may have changed."""

    tables: frozenset[str] = frozenset()
    batch: str = ""
    is_everything: bool = False

    @classmethod
    def everything(cls) -> "Changes":
        """Return a value that makes every window reload."""
        return cls(is_everything=True)

    def touches(self, *tables: str) -> bool:
        """Tell whether any of the tables was changed."""
        return self.is_everything or not self.tables.isdisjoint(tables)
