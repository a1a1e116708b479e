"""Documents become files by the ending of their name."""

import pytest

from app.base.errors import UserError
from app.domain.document import Document, Prose, Title
from app.services import printing

DOCUMENT = Document("试", (Title("试"), Prose(("一段话",))))


@pytest.mark.parametrize(("name", "begins"), [("a.pdf", b"%PDF"), ("a.docx", b"PK")])
def test_the_ending_says_what_is_written(tmp_path, name, begins):
    printing.save(DOCUMENT, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"\.txt"):
        printing.save(DOCUMENT, tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []
