"""What the cells of one row of a filed table say together."""

from app.domain.dates import PartialDate
from app.domain.idcards import birth_of
from app.domain.phones import Phones
from app.domain.record_templates import record_template
from app.domain.roster_rows import RowBuilder


def check_record(builder: RowBuilder, kind: str) -> None:
    """Settle what belongs together, and add what the table itself says of everybody in it."""
    template, values = record_template(kind), builder.values
    builder.drop_blocked()
    _sort_phones(builder)
    for found in builder.problems:
        if found.problem.code == "code.kept" and found.field == "ethnicity":
            values["ethnicity_text"] = found.problem.detail["text"]
    born = birth_of(values.get("id_no") or "")
    is_unsaid = values.get("birth_on") is None and "birth_on" not in builder.raw
    if born and is_unsaid and template.column("birth_on"):
        values["birth_on"] = PartialDate(born)
    values.update(template.implies)


def _sort_phones(builder: RowBuilder) -> None:
    """Take a landline out of the column of phones."""
    phones = builder.values.get("mobile")
    if isinstance(phones, Phones):
        builder.values["mobile"] = phones.mobile or None
        builder.values["landline"] = phones.landline or None
