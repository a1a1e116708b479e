"""What an import asks of the ledger: known people and organisations, remembered headers."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.domain.kinds import ON_ROSTER, Post
from app.domain.org_names import Called, KnownOrg, KnownSchool
from app.domain.recognition import HeaderMapping
from app.domain.roster_columns import MEMBERSHIP, ORG, PERSON, column_name
from app.domain.roster_preview import KnownRecord
from app.store.days import begun_by, open_on
from app.store.engine import Transaction
from app.store.records import CHUNK
from app.store.schema import record_classes
from app.store.tables.journal import HeaderMemory, ImportBatch, Operation
from app.store.tables.organisation import OrgAlias, OrgCover, OrgPost, OrgTerm, OrgUnit, SchoolUnit
from app.store.tables.people import Membership, Person

_BORN_WITH_IDENTITY = ("person", "membership", "org_unit", "org_alias")


def known_people(
    tx: Transaction, id_numbers: Collection[str], names: Collection[str], ids: Collection[str] = ()
) -> list[KnownRecord]:
    """Return everybody with one of the names, ID numbers or ids, with the newest membership."""
    found: dict[str, KnownRecord] = {}
    for column, wanted in ((Person.id_no, id_numbers), (Person.name, names), (Person.id, ids)):
        # Most are found by number or name already; the id seldom has to be asked for.
        missing = set(wanted).difference(found if column is Person.id else ())
        for chunk in _chunks(sorted(missing)):
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
        select(Person.id, Membership.id, Person.school_id, *columns)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .where(condition)
        .order_by(Person.id, Membership.id)
    )
    last: KnownRecord | None = None
    for person_id, membership_id, school_id, *values in tx.session.execute(query):
        if last and last.id != person_id:
            yield last
        known = dict(zip(fields, values, strict=True))
        last = KnownRecord(
            person_id, known, {"membership": membership_id or "", "school": school_id or ""}
        )
    if last:
        yield last


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


def org_records(tx: Transaction, on: date) -> dict[str, KnownRecord]:
    """Return the organisations with the values that a branch list holds on a day."""
    terms = {
        org: (term, {"term_no": number, "term_from": start, "term_to": end})
        for org, term, number, start, end in tx.session.execute(
            select(OrgTerm.org_id, OrgTerm.id, OrgTerm.term_no, OrgTerm.start_on, OrgTerm.end_on)
            .order_by(OrgTerm.start_on)
        )
    }  # fmt: skip
    covers, posts = _covers(tx, on), _secretaries(tx, on)
    columns = [getattr(OrgUnit, column_name(name)) for name in ORG]
    found = {}
    for org, *values in tx.session.execute(select(OrgUnit.id, *columns)):
        known = dict(zip(ORG, values, strict=True))
        term, term_values = terms.get(org, ("", {}))
        post, secretary = posts.get(org, ("", None))
        units = covers.get(org, [])
        known |= {**term_values, "secretary": secretary}
        known["cover_ids"] = tuple(school for school, _, _ in units)
        known["covers"] = tuple(name for _, name, _ in units)
        known["unit_code"] = units[0][2] if units else ""
        found[org] = KnownRecord(org, known, {"term": term, "secretary": post})
    return found


def _covers(tx: Transaction, on: date) -> dict[str, list[tuple[str, str, str]]]:
    """Return (id, name, code) of the schools that each organisation covers on a day."""
    covers: dict[str, list[tuple[str, str, str]]] = {}
    query = (
        select(OrgCover.org_id, SchoolUnit.id, SchoolUnit.name, SchoolUnit.code)
        .join(SchoolUnit, SchoolUnit.id == OrgCover.school_id)
        .where(begun_by(OrgCover.from_on, on), open_on(OrgCover.to_on, on))
        .order_by(OrgCover.id)
    )
    for org, school, name, code in tx.session.execute(query):
        covers.setdefault(org, []).append((school, name, code))
    return covers


def covering_orgs(tx: Transaction, on: date) -> dict[str, tuple[str, ...]]:
    """Return the organisations that cover each school on a day."""
    found: dict[str, tuple[str, ...]] = {}
    for org, schools in _covers(tx, on).items():
        for school, _, _ in schools:
            found[school] = (*found.get(school, ()), org)
    return found


def _secretaries(tx: Transaction, on: date) -> dict[str, tuple[str, str]]:
    """Return (post, name) of the secretary in office on a day, by organisation."""
    query = (
        select(OrgPost.org_id, OrgPost.id, Person.name)
        .join(Person, Person.id == OrgPost.person_id)
        .where(
            OrgPost.post == Post.SECRETARY,
            begun_by(OrgPost.from_on, on),
            open_on(OrgPost.to_on, on),
        )
        .order_by(OrgPost.from_on, OrgPost.id)
    )
    return {org: (post, name) for org, post, name in tx.session.execute(query)}


def roster_members(tx: Transaction, names: Collection[str]) -> dict[str, tuple[Called, ...]]:
    """Return who bears each of the names and stands in a roster, with the branch."""
    found: dict[str, list[Called]] = {}
    for chunk in _chunks(sorted(names)):
        query = (
            select(Person.name, Person.id, Membership.org_id)
            .join(Membership, Membership.person_id == Person.id)
            .where(Person.name.in_(chunk), Membership.status.in_(sorted(ON_ROSTER)))
            .order_by(Person.id)
        )
        for name, person, org in tx.session.execute(query):
            found.setdefault(name, []).append(Called(person, org or ""))
    return {name: tuple(called) for name, called in found.items()}


def schools_by_name(tx: Transaction) -> dict[str, tuple[KnownSchool, ...]]:
    """Return the places of work by every name; a short name means all that bear it."""
    full: dict[str, list[KnownSchool]] = {}
    short: dict[str, list[KnownSchool]] = {}
    query = select(SchoolUnit.id, SchoolUnit.name, SchoolUnit.short_name, SchoolUnit.town)
    for school, name, short_name, town in tx.session.execute(query.order_by(SchoolUnit.id)):
        known = KnownSchool(school, f"{name}（{town}）" if town else name)
        full.setdefault(name, []).append(known)
        short.setdefault(short_name, []).append(known)
    return {name: tuple(found) for name, found in {**short, **full}.items() if name}


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


def keep_content(tx: Transaction, file: str, content: str) -> None:
    """Keep what an import has read beside its batch; content is JSON."""
    tx.session.add(ImportBatch(batch=tx.batch, file=file, content=content))


def content_of(tx: Transaction, batch: str) -> str:
    """Return what an import batch has read as JSON, "" for a batch that is no import."""
    query = select(ImportBatch.content).where(ImportBatch.batch == batch)
    return tx.session.scalar(query) or ""


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
