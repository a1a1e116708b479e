"""What an import asks of the ledger: known people and organisations, remembered headers."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.domain.kinds import Post
from app.domain.org_names import KnownOrg
from app.domain.recognition import HeaderMapping
from app.domain.roster_columns import MEMBERSHIP, ORG, PERSON, column_name
from app.domain.roster_preview import KnownRecord
from app.store.encryption import unlock
from app.store.engine import Transaction
from app.store.records import CHUNK
from app.store.schema import record_classes
from app.store.tables.journal import HeaderMemory, Operation
from app.store.tables.organisation import OrgAlias, OrgCover, OrgPost, OrgTerm, OrgUnit, SchoolUnit
from app.store.tables.people import Membership, Person

_BORN_WITH_IDENTITY = ("person", "membership", "org_unit", "org_alias")


def known_people(
    tx: Transaction, id_numbers: Collection[str], names: Collection[str]
) -> list[KnownRecord]:
    """Return everybody who bears one of the names or ID numbers, with the newest membership."""
    found: dict[str, KnownRecord] = {}
    for column, wanted in ((Person.id_no, id_numbers), (Person.name, names)):
        for chunk in _chunks(sorted(wanted)):
            found |= {one.id: one for one in _people(tx, column.in_(chunk))}
    return list(found.values())


def all_members(tx: Transaction) -> Iterator[KnownRecord]:
    """Yield everybody who has a membership, for an export."""
    return _people(tx, Membership.id.is_not(None))


def _people(tx: Transaction, condition: ColumnElement[bool]) -> Iterator[KnownRecord]:
    fields = (*PERSON, *MEMBERSHIP)
    columns = [getattr(Person, column_name(name)) for name in PERSON]
    columns += [getattr(Membership, column_name(name)) for name in MEMBERSHIP]
    query = (
        select(Person.id, Membership.id, *columns)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .where(condition)
        .order_by(Person.id, Membership.id)
    )
    last: KnownRecord | None = None
    for person_id, membership_id, *values in tx.session.execute(query):
        if last and last.id != person_id:
            yield last
        known = dict(zip(fields, values, strict=True))
        known["dues_month"] = _amount(known["dues_month"])
        last = KnownRecord(person_id, known, {"membership": membership_id or ""})
    if last:
        yield last


def _amount(text: str | None) -> Decimal | str | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return text


def known_orgs(tx: Transaction) -> list[KnownOrg]:
    """Return all organisations with every name they go by."""
    aliases: dict[str, list[str]] = {}
    for org_id, alias in tx.session.execute(select(OrgAlias.org_id, OrgAlias.alias)):
        aliases.setdefault(org_id, []).append(alias)
    columns = (OrgUnit.full_name, OrgUnit.kind, OrgUnit.short_name, OrgUnit.dissolved_on)
    return [
        KnownOrg(
            org_id,
            full_name,
            kind,
            (short, *aliases.get(org_id, ())),
            is_dissolved=dissolved_on is not None,
        )
        for org_id, full_name, kind, short, dissolved_on in tx.session.execute(
            select(OrgUnit.id, *columns)
        )
    ]


def org_records(tx: Transaction) -> dict[str, KnownRecord]:
    """Return the organisations with the values that a branch list holds."""
    terms = {
        org: (term, {"term_no": number, "term_from": start, "term_to": end})
        for org, term, number, start, end in tx.session.execute(
            select(OrgTerm.org_id, OrgTerm.id, OrgTerm.term_no, OrgTerm.start_on, OrgTerm.end_on)
            .order_by(OrgTerm.start_on)
        )
    }  # fmt: skip
    covers: dict[str, list[tuple[str, str]]] = {}
    for org, school, code in tx.session.execute(
        select(OrgCover.org_id, SchoolUnit.name, SchoolUnit.code)
        .join(SchoolUnit, SchoolUnit.id == OrgCover.school_id)
        .where(OrgCover.to_on.is_(None))
        .order_by(OrgCover.id)
    ):
        covers.setdefault(org, []).append((school, code))
    posts = {
        org: (post, name)
        for org, post, name in tx.session.execute(
            select(OrgPost.org_id, OrgPost.id, Person.name)
            .join(Person, Person.id == OrgPost.person_id)
            .where(OrgPost.post == Post.SECRETARY, OrgPost.to_on.is_(None))
        )
    }
    columns = [getattr(OrgUnit, column_name(name)) for name in ORG]
    found = {}
    for org, *values in tx.session.execute(select(OrgUnit.id, *columns)):
        known = dict(zip(ORG, values, strict=True))
        term, term_values = terms.get(org, ("", {}))
        post, secretary = posts.get(org, ("", None))
        units = covers.get(org, [])
        known |= {**term_values, "secretary": secretary, "covers": tuple(n for n, _ in units)}
        known["unit_code"] = units[0][1] if units else ""
        found[org] = KnownRecord(org, known, {"term": term, "secretary": post})
    return found


def members_called(tx: Transaction, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the members who bear each of the names."""
    found: dict[str, list[str]] = {}
    for chunk in _chunks(sorted(names)):
        query = (
            select(Person.name, Person.id)
            .join(Membership, Membership.person_id == Person.id)
            .where(Person.name.in_(chunk))
        )
        for name, person in tx.session.execute(query):
            found.setdefault(name, []).append(person)
    return {name: tuple(dict.fromkeys(ids)) for name, ids in found.items()}


def categories(tx: Transaction, ids: Sequence[str]) -> dict[str, str]:
    """Return the 人员类别 of people by their ids."""
    return {
        person: category
        for chunk in _chunks(ids)
        for person, category in tx.session.execute(
            select(Person.id, Person.category).where(Person.id.in_(chunk))
        )
    }


def schools_by_name(tx: Transaction) -> dict[str, str]:
    """Return the places of work by full and short name."""
    found: dict[str, str] = {}
    query = select(SchoolUnit.id, SchoolUnit.name, SchoolUnit.short_name)
    for school, name, short in tx.session.execute(query):
        found |= {text: school for text in (short, name) if text}
    return found


def newest(tx: Transaction) -> int:
    """Return the sequence number of the last operation of the journal."""
    return tx.session.scalar(select(func.max(Operation.seq))) or 0


def changed_since(tx: Transaction, seq: int, ids: Sequence[str]) -> bool:
    """Tell whether one of the records was changed, or a person or branch entered, after `seq`."""
    later = Operation.seq > seq
    born = (Operation.kind == "I", Operation.table_name.in_(_BORN_WITH_IDENTITY))
    if tx.session.scalar(select(Operation.seq).where(later, *born).limit(1)):
        return True
    return any(
        tx.session.scalar(select(Operation.seq).where(later, Operation.row_id.in_(chunk)).limit(1))
        for chunk in _chunks(ids)
    )


def change_each(tx: Transaction, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write different values into many records; each row holds "id" and the columns to set."""
    alike: dict[frozenset[str], list[Mapping[str, Any]]] = {}
    for row in rows:
        alike.setdefault(frozenset(row), []).append(row)
    for group in alike.values():
        tx.session.execute(update(record_classes()[table]), group)


def remembered_headers(tx: Transaction) -> dict[str, HeaderMapping]:
    """Return the corrected column mappings by header signature."""
    query = select(HeaderMemory.signature, HeaderMemory.mapping)
    return {signature: json.loads(mapping) for signature, mapping in tx.session.execute(query)}


def remember_header(tx: Transaction, signature: str, mapping: HeaderMapping) -> None:
    """Keep a corrected mapping for every file with the same header."""
    text = json.dumps(dict(mapping), ensure_ascii=False)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    tx.session.execute(
        insert(HeaderMemory)
        .values(signature=signature, mapping=text, at=at)
        .on_conflict_do_update(
            index_elements=[HeaderMemory.signature], set_={"mapping": text, "at": at}
        )
    )


def is_sound(path: Path, key: bytes = b"") -> bool:
    """Tell whether a copy of the ledger opens with its key and passes SQLite's own check."""
    connection = sqlcipher3.dbapi2.connect(str(path))
    try:
        unlock(connection, key)
        return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlcipher3.dbapi2.DatabaseError:
        return False
    finally:
        connection.close()


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
