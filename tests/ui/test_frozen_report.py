"""An issued report can be read, followed and printed again as it was."""

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QUrl

from app.domain.document import Document
from app.services import issued_reports, reports
from app.services.issued_reports import IssuedReport
from app.ui.evidence_dialog import EvidenceDialog
from app.ui.frozen_report import FrozenReportDialog, period_of
from app.ui.issued_dialog import IssuedDialog
from tests.services.figure_cases import YEAR, put_off
from tests.ui.workplace import dialog, settle


@pytest.fixture
def frozen(qtbot, practice):
    """Issue the report, put one of those accepted off, and open the issued text with Enter."""
    ledger = practice.ledger
    report = reports.draft(ledger, YEAR)
    issued_reports.issue(ledger, report)
    accepted = report.year_figures.figures["N05"].evidence[0]
    put_off(ledger, accepted.id)
    assert "接收预备党员24名" in text_of(reports.draft(ledger, YEAR).document)
    box = IssuedDialog(practice, lambda *_: None)
    box.show()
    settle(qtbot, practice)
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    box.list.view.setFocus()
    qtbot.keyClick(box.list.view, Qt.Key.Key_Return)
    yield dialog(qtbot, FrozenReportDialog)
    box.close()


def text_of(document):
    return "".join(
        run if isinstance(run, str) else run.text
        for block in document.blocks
        for run in getattr(block, "runs", ())
    )


def test_the_text_stays_and_its_numbers_open_what_was_counted_then(qtbot, practice, frozen):
    assert "接收预备党员25名" in frozen.text.toPlainText()
    frozen.text.anchorClicked.emit(QUrl("N05"))
    then = dialog(qtbot, EvidenceDialog)
    settle(qtbot, practice)
    assert then.table.model.total == 25
    assert then.number.text() == "25名"
    assert then.sum.text() == "印发时计入 25 条记录。"


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_it_is_exported_again_as_it_was(qtbot, practice, frozen, said, tmp_path, suffix):
    target = tmp_path / f"再印{suffix}"
    frozen.export(target)
    settle(qtbot, practice)
    assert "汇报已导出" in said.texts[-1]
    assert target.stat().st_size > 1000
    if suffix == ".pdf":
        with pypdfium2.PdfDocument(target) as pdf:
            text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        assert "接收预备党员25名" in "".join(text.split())


def test_the_cut_off_day_of_an_issued_report_is_kept():
    issued = ("1", 2010, "甲", "2010-07-01T00:00:00+00:00", "李文书", Document("甲", ()))
    report = IssuedReport(*issued, {"report.cutoff": ("2010年6月30日", ())})
    assert period_of(report).end == date(2010, 6, 30)
    assert period_of(IssuedReport(*issued, {})).end == date(2010, 12, 31)


def test_it_fits_the_screen_and_never_scrolls_sideways(frozen):
    assert frozen.width() <= frozen.screen().availableGeometry().width()
    assert not frozen.text.horizontalScrollBar().isVisible()
