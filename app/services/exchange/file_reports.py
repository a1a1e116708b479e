"""Reports by workbook: a file about one school alone counts as its report, installed or not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.dates import day
from app.domain.kinds import OrgKind, SchoolKind
from app.domain.nodes import Role
from app.store import node, records
from app.store.engine import Transaction
from app.store.tables.columns import new_id

_REPORTING = frozenset({OrgKind.BRANCH, OrgKind.JOINT})


def hand_in(tx: Transaction, file: str, branches: Collection[str], on: date) -> None:
    """Note of which branches a file is that was imported: all PCs of the bureau shall know.

    branches: full names. A school that imports its own roster reports by stick, and a file about
    an organisation that is not here is nobody's report. One such note a day is enough: the same
    file once more changes nothing.
    """
    who = node.identity(tx)
    orgs = _orgs(tx, branches)
    if (who and who.role is Role.SCHOOL) or not orgs:
        return
    if any(orgs == known and on == handed.on for known, handed in FileReports(tx).all()):
        return
    common = {"import_id": new_id(), "file_name": file, "reported_on": day(on)}
    records.add_many(tx, "file_report", [{"org_id": org, **common} for org in sorted(orgs)])


def _orgs(tx: Transaction, names: Collection[str]) -> frozenset[str]:
    """Return the organisations of these names, the living first; none unless all are here."""
    rows = sorted(records.find(tx, "org_unit"), key=lambda row: row["dissolved_on"] is None)
    known = {str(row["full_name"]): str(row["id"]) for row in rows}
    return frozenset(known[name] for name in names) if known.keys() >= {*names} else frozenset()


@dataclass(frozen=True, slots=True)
class Handed:
    """The newest file that came from a school; on: the day on which it was imported."""

    on: date
    file: str


class FileReports:
    """What was imported from files, by the organisations that each file was about."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._reports = _by_file(records.find(tx, "file_report"))

    def all(self) -> list[tuple[frozenset[str], Handed]]:
        """Return every file with the organisations that it was about, the newest first."""
        return self._reports

    def newest(self, branches: Collection[str]) -> Handed | None:
        """Return the newest file about nobody but these branches; a county's list is no report."""
        for orgs, handed in self._reports:
            if orgs.issubset(branches):
                return handed
        return None

    def without_pc(self, kept: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return (id, full name) of the branches of schools that no PC keeps.

        The bureau's own branches report to nobody.
        """
        own = self._covering_bureau()
        return tuple(
            (str(row["id"]), str(row["full_name"]))
            for row in records.find(self._tx, "org_unit")
            if row["kind"] in _REPORTING
            and not row["dissolved_on"]
            and row["id"] not in kept
            and row["id"] not in own
        )

    def _covering_bureau(self) -> set[str]:
        places = records.find(self._tx, "school_unit", kind=SchoolKind.BUREAU.value)
        offices = {row["id"] for row in places}
        covers = records.find(self._tx, "org_cover")
        return {str(row["org_id"]) for row in covers if row["school_id"] in offices}


def _by_file(rows: Iterable[records.Row]) -> list[tuple[frozenset[str], Handed]]:
    """Return the organisations of each file that was handed in, the newest first."""
    files: dict[str, tuple[set[str], Handed]] = {}
    for row in rows:
        on = row["reported_on"]
        if on and on.value:
            handed = Handed(on.value, str(row["file_name"]))
            files.setdefault(row["import_id"], (set(), handed))[0].add(str(row["org_id"]))
    newest = sorted(files.items(), key=lambda each: (each[1][1].on, each[0]), reverse=True)
    return [(frozenset(orgs), handed) for _, (orgs, handed) in newest]
