"""Writing any document as a file of the kind that its name says."""

from pathlib import Path

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.document import Document


def save(document: Document, target: Path, progress: Progress | None = None) -> None:
    """Write a document as .pdf or .docx; raises UserError when the file cannot be written."""
    kind = target.suffix.lower()
    if kind == ".pdf":
        from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing

        write_pdf(document, target, progress or Silent())
    elif kind == ".docx":
        from app.reports.docx import write_docx  # noqa: PLC0415 - loads when exporting

        write_docx(document, target)
    else:
        raise UserError(
            f"不能导出成“{target.suffix}”文件。", todo="请把文件名改成以 .pdf 或 .docx 结尾。"
        )
