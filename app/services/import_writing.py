"""Writes the actions of a decided import, inside the transaction of its use case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.base.progress import Progress
from app.domain.dates import PartialDate
from app.domain.headers import SheetKind
from app.domain.kinds import OrgKind, Post
from app.domain.org_names import NEW, KnownOrg, KnownSchool
from app.domain.roster_columns import (
    MEMBERSHIP,
    ORG,
    PERSON,
    TERM,
    membership_defaults,
    person_defaults,
    stored,
)
from app.domain.roster_plan import Action
from app.domain.roster_preview import RosterPreview
from app.domain.secretary_matching import CHOSEN
from app.services import moves
from app.store import imports as store
from app.store import members, records
from app.store.engine import Transaction

_STEP = 1000


@dataclass(slots=True)
class ImportWriter:
    """Writes organisations first, then people, then transfers and secretaries.

    ids collects what was written; bound: key of a row → the record that it has become.
    """

    tx: Transaction
    preview: RosterPreview
    today: PartialDate
    progress: Progress
    ids: list[str] = field(default_factory=list)
    bound: dict[str, str] = field(default_factory=dict)
    _orgs: dict[str, str] = field(default_factory=dict)
    _schools: dict[str, tuple[KnownSchool, ...]] = field(default_factory=dict)

    def write(self, actions: Sequence[Action]) -> None:
        """Write all actions; raises Cancelled through the progress."""
        self._schools = store.schools_by_name(self.tx)
        self.bound = {action.row: action.target for action in actions if action.target}
        listed = [action for action in actions if action.kind is SheetKind.BRANCHES]
        people = [action for action in actions if action.kind is SheetKind.MEMBERS]
        self.progress.step(0, len(actions), "正在写入党组织")
        self._new_orgs(listed, people)
        for action in listed:
            self._org_parts(action)
        self._new_people([action for action in people if not action.target])
        self._changes([action for action in people if action.target])
        # A secretary may be one of the people of the same file.
        for action in listed:
            self._secretary(action)
        self.progress.step(len(actions), len(actions), "正在更新检索")
        members.refresh_search(self.tx, self.progress)

    def _new_orgs(self, listed: Sequence[Action], people: Sequence[Action]) -> None:
        """Write the organisations of the list, then those that only a roster names."""
        new = [action for action in listed if not action.target]
        rows = [
            {**stored(action.values, _ORG_PLAIN), "kind": self._kind_of(action)} for action in new
        ]
        ids = records.add_many(self.tx, "org_unit", rows)
        for action, org in zip(new, ids, strict=True):
            self._orgs[NEW + action.values["full_name"]] = org
            self.bound[action.row] = org
        named = [action.org for action in people if action.org.startswith(NEW)]
        missing = [org for org in dict.fromkeys(named) if org not in self._orgs]
        superior = self._superior()
        orgs = [self.preview.orgs[org] for org in missing]
        made = records.add_many(
            self.tx,
            "org_unit",
            [
                {
                    "full_name": org.full_name,
                    "kind": org.kind,
                    "parent_id": None if org.kind == OrgKind.COMMITTEE else superior,
                }
                for org in orgs
            ],
        )
        self._orgs |= dict(zip(missing, made, strict=True))
        self.ids += [*ids, *made]

    def _kind_of(self, action: Action) -> str:
        return str(action.values.get("kind") or self._planned(action).kind)

    def _planned(self, action: Action) -> KnownOrg:
        return self.preview.orgs[NEW + action.values["full_name"]]

    def _superior(self) -> str | None:
        """Return the one committee there is, to put new branches under it."""
        committees = [
            self.org_id(org.id)
            for org in self.preview.orgs.values()
            if org.kind == OrgKind.COMMITTEE and self.org_id(org.id)
        ]
        return committees[0] if len(committees) == 1 else None

    def org_id(self, target: str) -> str | None:
        """Return the id of an organisation, also of one that this import has created."""
        if target.startswith(NEW):
            return self._orgs.get(target)
        return target or None

    def _org_of(self, action: Action) -> str:
        return action.target or self._orgs[NEW + action.values["full_name"]]

    def _org_parts(self, action: Action) -> None:
        """Write superior, term, secretary and covered units of one organisation."""
        values, org = action.values, self._org_of(action)
        changed = stored(values, _ORG_PLAIN) if action.target else {}
        if action.org:
            changed["parent_id"] = self.org_id(action.org)
        elif not action.target and values.get("parent"):
            changed["superior_text"] = values["parent"]
        elif not action.target and self._kind_of(action) != OrgKind.COMMITTEE:
            changed["parent_id"] = self._superior()
        if changed:
            records.change(self.tx, "org_unit", org, changed)
            self.ids.append(org)
        self._term(action, org)
        self._cover(action, org)

    def _term(self, action: Action, org: str) -> None:
        values = stored(action.values, TERM)
        if not values:
            return
        known = self.preview.known.get(action.target)
        term = known.others["term"] if known else ""
        is_next = bool(known and values.get("term_no", 0) > (known.values.get("term_no") or 0))
        if term and not is_next:
            records.change(self.tx, "org_term", term, values)
            return
        self.ids.append(records.add(self.tx, "org_term", {**values, "org_id": org}))

    def _secretary(self, action: Action) -> None:
        """Enter the secretary: the one chosen, or the one of the name in the branch itself."""
        name, org = action.values.get("secretary"), self._org_of(action)
        called = store.roster_members(self.tx, [name]).get(name, ()) if name else ()
        found = [one.person for one in called if one.org == org]
        chosen = action.values.get(CHOSEN)
        if not chosen and len(found) != 1:
            return
        known = self.preview.known.get(action.target)
        if known and known.others["secretary"]:
            records.change(self.tx, "org_post", known.others["secretary"], {"to_on": self.today})
        start = action.values.get("term_from")
        values = {
            "person_id": chosen or found[0],
            "org_id": org,
            "post": Post.SECRETARY,
            "from_on": start,
        }
        self.ids.append(records.add(self.tx, "org_post", values))

    def _cover(self, action: Action, org: str) -> None:
        values = action.values
        wanted = tuple(filter(None, (values.get("unit"), *(values.get("covers") or ()))))
        for name in dict.fromkeys(wanted):
            if name not in self._schools:
                kind = values.get("school_kind", "")
                code = values.get("unit_code", "") if name == values.get("unit") else ""
                row = {"name": name, "kind": kind, "school_kind": kind, "code": code}
                new = KnownSchool(records.add(self.tx, "school_unit", row), name)
                self._schools[name] = (new,)
                self.ids.append(new.id)
        known = self.preview.known.get(action.target)
        covered = known.values.get("cover_ids") or () if known else ()
        for school in dict.fromkeys(filter(None, map(self._school, wanted))):
            if school in covered:
                continue
            cover = {"org_id": org, "school_id": school, "from_on": values.get("founded_on")}
            self.ids.append(records.add(self.tx, "org_cover", cover))

    def _school(self, name: str) -> str | None:
        """Return the one school of a name; None when there is none, or several bear it."""
        found = self._schools.get(name, ())
        return found[0].id if len(found) == 1 else None

    def _new_people(self, actions: Sequence[Action]) -> None:
        for start in range(0, len(actions), _STEP):
            chunk = actions[start : start + _STEP]
            self.progress.step(start, len(actions), "正在写入新党员")
            persons = records.add_many(self.tx, "person", [self._person(one) for one in chunk])
            rows = [
                self._membership(one, person) for one, person in zip(chunk, persons, strict=True)
            ]
            self.ids += [*persons, *records.add_many(self.tx, "membership", rows)]
            self.bound |= {one.row: person for one, person in zip(chunk, persons, strict=True)}

    def _person(self, action: Action) -> dict[str, Any]:
        values = stored(action.values, PERSON)
        school = self._school(values.get("unit_text", ""))
        return {**_EMPTY_PERSON, **person_defaults(action.values), **values, "school_id": school}

    def _membership(self, action: Action, person: str) -> dict[str, Any]:
        values = stored(action.values, _MEMBERSHIP_PLAIN)
        fixed = {"person_id": person, "org_id": self.org_id(action.org)}
        return {**_EMPTY_MEMBERSHIP, **membership_defaults(), **values, **fixed}

    def _changes(self, actions: Sequence[Action]) -> None:
        self.progress.step(0, len(actions), "正在写入变化")
        persons, memberships, missing = [], [], []
        targets: dict[str, str | None] = {}
        for action in actions:
            known = self.preview.known[action.target]
            own = known.others["membership"]
            person = self._changed_person(action)
            if person:
                persons.append({"id": known.id, **person})
            membership = stored(action.values, _MEMBERSHIP_PLAIN)
            if own and action.org:
                targets[own] = self.org_id(action.org)
            if own and membership:
                memberships.append({"id": own, **membership})
            elif not own:
                missing.append(self._membership(action, known.id))
            self.ids.append(known.id)
        self._change_each("person", persons)
        self.ids += moves.write(self.tx, targets, moves.Occasion(self.today))
        self._change_each("membership", memberships)
        self.ids += records.add_many(self.tx, "membership", missing)

    def _changed_person(self, action: Action) -> dict[str, Any]:
        values = stored(action.values, PERSON)
        school = self._school(values.get("unit_text", ""))
        return {**values, "school_id": school} if school else values

    def _change_each(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _STEP):
            self.progress.step(start, len(rows), "正在写入变化")
            store.change_each(self.tx, table, rows[start : start + _STEP])


_ORG_PLAIN = tuple(name for name in ORG if name != "parent")
_MEMBERSHIP_PLAIN = tuple(name for name in MEMBERSHIP if name != "branch")
_NO_TEXT = ("_on", "_since", "_to", "_month")


def _empty(fields: tuple[str, ...]) -> dict[str, Any]:
    """Return every column empty, so that all rows of a table go into one statement."""
    columns = stored(dict.fromkeys(fields), fields)
    plain = {"is_lost": False, "is_floating": False, "flow_to": ""}
    return {name: plain.get(name, None if name.endswith(_NO_TEXT) else "") for name in columns}


_EMPTY_PERSON = _empty(PERSON)
_EMPTY_MEMBERSHIP = _empty(_MEMBERSHIP_PLAIN)
