"""One round of the exchange on this machine: enrol a school, report by stick, take it in, reply."""

from contextlib import ExitStack, closing
from pathlib import Path

from app.base.paths import DataFolder
from app.services import access, members
from app.services.exchange import enrolment, packing, setup, sticks
from app.services.ledger import Ledger

_PASSWORD = "自检-2010-口令"  # noqa: S105 - of a ledger that lives for this step only
_SENT = "13800000000"


def exchange_once(bureau_folder: DataFolder) -> str:
    """Let a new school with a password report to the ledger of a folder; return what went wrong."""
    school_folder = DataFolder(bureau_folder.root / "school")
    stick = bureau_folder.root / "stick"
    for place in (school_folder.root, stick):
        place.mkdir()
    access.set_password(school_folder, _PASSWORD)
    with ExitStack() as end:
        bureau = end.enter_context(closing(access.open_ledger(bureau_folder)))
        school = end.enter_context(closing(access.open_ledger(school_folder, _PASSWORD)))
        return _round(bureau, school, stick, bureau_folder.backups)


def _round(bureau: Ledger, school: Ledger, stick: Path, backups: Path) -> str:
    someone = next(row for row in members.rows(bureau) if row.branch_id)
    setup.found_bureau(bureau, "自检教育局")
    given = enrolment.make(bureau, "自检学校", (someone.branch_id,))
    enrolment.join(school, given.data, given.code)
    plan = members.bulk_preview(school, [someone.id], "mobile", _SENT)
    members.bulk_apply(school, plan)
    packing.pack(school, stick)
    if not _arrived(bureau, stick, backups):
        return "学校的交换包没有收下"
    now = next(row for row in members.rows(bureau) if row.id == someone.id)
    if now.mobile != _SENT:
        return "学校改的内容没有到教育局"
    for file in stick.iterdir():
        file.unlink()
    packing.pack(bureau, stick)
    return "" if _arrived(school, stick, backups) else "教育局的回复没有收下"


def _arrived(ledger: Ledger, stick: Path, backups: Path) -> bool:
    taken = sticks.receive(ledger, sticks.look(ledger, [stick]), backups)
    return bool(taken) and all(each.refusal is None for each in taken)
