from datetime import date

from app import bootstrap
from app.base.paths import DataFolder
from app.domain.members import MemberDraft
from app.services import members
from app.services.ledger import Ledger
from app.services.practice.build import build
from app.ui.window_status import WindowStatus, read_status


def test_an_empty_ledger_says_what_is_missing(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    status = read_status(ledger, tmp_path / "backups")
    ledger.close()
    assert (status.unit, status.members_n, status.branches_n) == ("单位名称未填写", 0, 0)
    assert status.backup == "上次备份：还没有"
    assert status.today == ""


def test_the_status_is_that_of_the_records(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite", today=lambda: date(2010, 12, 31))
    build(ledger)
    (tmp_path / "copy.db").write_text("x")
    status = read_status(ledger, tmp_path)
    before = status.members_n
    branch = next(row for row in members.rows(ledger) if row.branch_id).branch_id
    members.add(ledger, MemberDraft(name="滕子轩", org_id=branch))
    after = read_status(ledger, tmp_path).members_n
    ledger.close()
    assert status.unit == "中共清江县教育局委员会"
    assert status.branches_n > 15
    assert after == before + 1
    assert status.backup.startswith("上次备份：20")
    assert status.today == "，今天按 2010-12-31 算"


def test_members_without_a_branch_are_counted_as_in_the_list(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite", today=lambda: date(2010, 12, 31))
    build(ledger)
    members.add(ledger, MemberDraft(name="滕子轩"))
    status = read_status(ledger, tmp_path)
    listed = [row for row in members.rows(ledger) if row.on_roster]
    ledger.close()
    assert status.members_n == len(listed)
    assert status.unplaced_n == len([row for row in listed if not row.branch_id]) > 0


def test_a_count_that_is_due_after_the_end_asks_for_nothing(qtbot, tmp_path, monkeypatch):
    failed = []
    monkeypatch.setattr("sys.excepthook", lambda *error: failed.append(error))
    with bootstrap.window_on(DataFolder(tmp_path)) as workplace:
        assert workplace.desk
        status = workplace.window.findChild(WindowStatus)
        qtbot.waitUntil(lambda: not workplace.is_busy(), timeout=20_000)
        workplace.desk.tools.tasks.close()
        status._due_timer.start(0)
        qtbot.waitUntil(lambda: not status._due_timer.isActive())
    assert failed == []
