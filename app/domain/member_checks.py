"""What the cells of one member say together: ID against birth and gender, type against dates."""

from dataclasses import replace
from decimal import Decimal

from app.domain.codes import table
from app.domain.date_reading import check_life
from app.domain.dates import PartialDate
from app.domain.idcards import birth_of, check_digit, gender_of
from app.domain.kinds import MemberType
from app.domain.phones import Phones
from app.domain.probation import Standard
from app.domain.readings import Problem, block, info, warn
from app.domain.roster_rows import RowBuilder
from app.domain.sheet_rows import is_footer_name


def check_member(builder: RowBuilder, standard: Standard) -> None:
    """Settle what several cells of a member say about one another, and tell what is wrong."""
    _footer_name(builder)
    _note_of_name(builder)
    _id_raw(builder)
    _judge(builder, standard)
    builder.drop_blocked()
    _phones(builder)
    _kept_words(builder)
    _birth(builder)
    _gender(builder)
    _member_type(builder)
    _dates(builder, standard)
    _judge(builder, standard)


def _judge(builder: RowBuilder, standard: Standard) -> None:
    """Make the problems of the ID number as strict as the bureau's rules are."""
    judged = ((found, standard.judged(found.problem)) for found in builder.problems)
    builder.problems = [replace(found, problem=problem) for found, problem in judged if problem]


def _footer_name(builder: RowBuilder) -> None:
    """Refuse 合计 as a name; the row is here because it holds an ID number."""
    name = builder.values.get("name")
    if name and is_footer_name(name):
        builder.tell("name", block("name.footer", name=name))


def _note_of_name(builder: RowBuilder) -> None:
    for found in tuple(builder.problems):
        if found.problem.code == "name.note":
            builder.add_text("remark", found.problem.detail["note"])


def _id_raw(builder: RowBuilder) -> None:
    """Keep the text of a number that was converted or could not be taken over."""
    for number, found in enumerate(builder.problems):
        if found.field != "id_no":
            continue
        if found.problem.code == "id.number_cell":
            builder.raw["id_no"] = _as_shown(builder.raw["id_no"])
            builder.problems[number] = replace(found, raw=builder.raw["id_no"])
        if found.problem.code == "id.converted":
            builder.values["id_no_raw"] = found.problem.detail["original"]
        elif found.problem.code in {"id.number_cell", "id.shape", "id.birth", "id.birth_future"}:
            builder.values["id_no_raw"] = builder.raw["id_no"]


def _as_shown(raw: str) -> str:
    """Return a number of more than 15 digits as Excel shows it: the rest are zeros."""
    return f"{Decimal(f'{Decimal(raw):.14e}'):f}" if raw.isdigit() else raw


def _phones(builder: RowBuilder) -> None:
    """Sort the numbers of both columns: a landline under 手机号 is still a landline."""
    values = builder.values
    of_mobile, of_landline = values.get("mobile") or _NO_PHONE, values.get("landline") or _NO_PHONE
    others = [*of_mobile.others, *of_landline.others]
    # The column's own kind comes first: 固定电话 decides which landline is the main one.
    found = {
        "mobile": _first(of_mobile.mobile, of_landline.mobile, others),
        "landline": _first(of_landline.landline, of_mobile.landline, others),
    }
    for name, number in found.items():
        if number or name in values:
            values[name] = number or None
    if others:
        builder.values["other_phones"] = " ".join(dict.fromkeys(others))


_NO_PHONE = Phones()


def _first(own: str, other: str, others: list[str]) -> str:
    """Return the main number and push a second one to the others."""
    if own and other and own != other:
        others.append(other)
    return own or other


def _kept_words(builder: RowBuilder) -> None:
    """Keep the ethnicity's own word beside its code, and the form of study."""
    for found in builder.problems:
        if found.problem.code == "code.kept" and found.field == "ethnicity":
            builder.values["ethnicity_text"] = found.problem.detail["text"]
        elif found.problem.code == "code.mode":
            builder.values["education_mode"] = found.problem.detail["mode"]


def _birth(builder: RowBuilder) -> None:
    """Compare with the ID number; the file's date stays, since the personal file decides (E11)."""
    from_id = birth_of(builder.values.get("id_no") or "")
    if from_id is None:
        return
    birth = builder.values.get("birth_on")
    if birth is None and "birth_on" not in builder.raw:
        builder.values["birth_on"] = PartialDate(from_id)
    elif birth and birth.value and not birth.first_day <= from_id <= birth.last_day:
        detail = {"birth": birth.iso, "from_id": from_id.isoformat()}
        builder.tell("birth_on", warn("member.birth_differs", **detail))


def _gender(builder: RowBuilder) -> None:
    """Compare with the ID number, which decides unless its own check digit is wrong (E11)."""
    id_no = builder.values.get("id_no")
    if not id_no:
        return
    from_id, gender = gender_of(id_no), builder.values.get("gender")
    if gender == from_id:
        return
    is_sound = id_no[17] == check_digit(id_no[:17])
    if gender is None:
        if is_sound:
            builder.values["gender"] = from_id
        return
    label = table("gender").label
    builder.raw.setdefault("gender", builder.text("gender"))
    detail = {"gender": label(gender), "from_id": label(from_id)}
    if is_sound:
        builder.values["gender"] = from_id
        builder.tell("gender", warn("member.gender_differs", **detail))
    else:
        builder.tell("gender", warn("member.gender_differs_kept", gender=label(gender)))


def _member_type(builder: RowBuilder) -> None:
    """Settle 党员 and empty by the date of conversion; ask where there is none (E19)."""
    if builder.values.get("member_type"):
        return
    raw = builder.raw.get("member_type", "")
    asked = [
        found
        for found in builder.problems
        if found.field == "member_type" and found.problem.code == "code.ask"
    ]
    if builder.raw.get("member_type") and not asked:
        return
    builder.problems = [found for found in builder.problems if found not in asked]
    full = builder.values.get("full_on")
    if full and full.value:
        builder.values["member_type"] = MemberType.FULL.value
        builder.choices.pop("member_type", None)
        if "member_type" in builder.columns:
            builder.tell("member_type", info("member.type_by_date", raw=raw))
    elif "member_type" in builder.columns:
        builder.ask("member_type", tuple(kind.value for kind in MemberType))
        builder.tell("member_type", warn("member.type_unknown", raw=raw))


def _dates(builder: RowBuilder, standard: Standard) -> None:
    values = builder.values
    birth, applied, joined, full = (
        values.get(name) for name in ("birth_on", "applied_on", "joined_on", "full_on")
    )
    names = {
        "birth": "birth_on",
        "applied": "applied_on",
        "joined": "joined_on",
        "full": "full_on",
    }
    for problem in check_life(birth, applied, joined, full, standard.today):
        # A date after today was told when its cell was read.
        if problem.code != "date.future":
            _tell_date(builder, names[problem.detail["field"]], problem)
    under_age = standard.under_age(birth, joined)
    if under_age:
        _tell_date(builder, "joined_on", under_age)
    same_day = standard.same_day(joined, full)
    if same_day:
        _tell_date(builder, "full_on", same_day)
    if "full_on" not in builder.columns or "full_on" in builder.raw:
        return
    if values.get("member_type") == MemberType.FULL and full is None:
        builder.tell("full_on", warn("member.full_missing"))
    elif values.get("member_type") == MemberType.PROBATIONARY and full:
        _tell_date(builder, "full_on", warn("member.probationary_with_full", full=str(full)))


def _tell_date(builder: RowBuilder, name: str, problem: Problem) -> None:
    builder.raw.setdefault(name, builder.text(name))
    builder.tell(name, problem)


def check_term(builder: RowBuilder) -> None:
    """Tell when the term of an organisation ends before it begins."""
    start, end = builder.values.get("term_from"), builder.values.get("term_to")
    if start and end and start.value and end.value and end.last_day <= start.first_day:
        _tell_date(builder, "term_to", warn("branch.term_order", start=str(start), end=str(end)))
