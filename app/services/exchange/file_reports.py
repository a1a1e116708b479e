"""Reports by workbook: a file about one school alone counts as its report, installed or not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.domain.kinds import OrgKind, SchoolKind
from app.store import imports, records
from app.store.engine import Transaction
from app.store.imports import FileReport

_REPORTING = frozenset({OrgKind.BRANCH, OrgKind.JOINT})


@dataclass(frozen=True, slots=True)
class Handed:
    """The newest file that came from a school; on: the local day of its import."""

    on: date
    file: str


class FileReports:
    """What was imported from files, by the organisations that each file was about."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._orgs = {str(row["id"]): row for row in records.find(tx, "org_unit")}
        self._reports = imports.file_reports(tx)

    def newest(self, branches: Collection[str]) -> Handed | None:
        """Return the newest file about nobody but these branches; a county's list is no report."""
        names = {str(self._orgs[each]["full_name"]) for each in branches if each in self._orgs}
        for report in self._reports:
            if report.branches and names.issuperset(report.branches):
                return _handed(report)
        return None

    def without_pc(self, kept: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return (id, full name) of the branches of schools that no PC keeps.

        The bureau's own branches report to nobody.
        """
        own = self._covering_bureau()
        return tuple(
            (org, str(row["full_name"]))
            for org, row in self._orgs.items()
            if row["kind"] in _REPORTING
            and not row["dissolved_on"]
            and org not in kept
            and org not in own
        )

    def _covering_bureau(self) -> set[str]:
        places = records.find(self._tx, "school_unit", kind=SchoolKind.BUREAU.value)
        offices = {row["id"] for row in places}
        covers = records.find(self._tx, "org_cover")
        return {str(row["org_id"]) for row in covers if row["school_id"] in offices}


def _handed(report: FileReport) -> Handed:
    return Handed(report.at.astimezone().date(), report.file)
