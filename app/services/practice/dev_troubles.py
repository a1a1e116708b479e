"""Cases of development with something to practise on: overdue, to be done, waived."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.domain.dates import PartialDate, add_months
from app.domain.kinds import Category, DevStage, FormState
from app.services.overrides import Override
from app.services.practice.dev_acts import accepted_before, extend
from app.services.practice.dev_files import END, DevFile, enter_file, way
from app.services.practice.moves import move
from app.services.practice.people import Profile, person
from app.services.practice.source import County, data, on

_BRANCHES = ("yizhong", "minzhong", "zhijiao")
_MONTHS_A_YEAR = 12
_STAGES = {
    "candidate_on": DevStage.CANDIDATE,
    "activist_on": DevStage.ACTIVIST,
    "applied_on": DevStage.APPLICANT,
}


def enter_troubles(county: County) -> None:
    """Collect the cases, the idle branches and the forms that do not balance."""
    plan = data("dev_troubles")
    probationers = []
    for number, trouble in enumerate(plan["trouble"]):
        key = _BRANCHES[number % len(_BRANCHES)]
        profile = Profile(county.ids[key], county.ids[f"school:{key}"])
        if "meeting" in trouble:
            probationers.append((*_probationer(county, profile, trouble), trouble))
        else:
            _applicant(county, profile, trouble)
    county.write()
    for case, file, trouble in probationers:
        _on_probation(county, case, file, trouble)
    for idle in plan["idle"]:
        _idle(county, idle)
    for forms in plan["forms"]:
        _forms(county, forms)


def _applicant(county: County, profile: Profile, trouble: Mapping[str, Any]) -> None:
    days = way(END)
    keys = list(days)
    back = END - timedelta(days=trouble["ago"]) - days[trouble["until"]]
    kept = {key: days[key] + back for key in keys[: keys.index(trouble["until"]) + 1]}
    for key, shift in trouble.get("shift", {}).items():
        kept[key] += timedelta(days=shift)
    who = person(county, profile, PartialDate(kept["applied_on"]))
    _set_person(county, who, trouble, kept["applied_on"])
    stage = next(stage for key, stage in _STAGES.items() if key in kept)
    file = _left_out(county, DevFile(who, profile.org_id, kept, stage=stage), trouble)
    _waive(county, trouble, who, enter_file(county, file))


def _set_person(county: County, who: str, trouble: Mapping[str, Any], applied: date) -> None:
    """Set the age on the day of the application, or the day of leaving."""
    if "years" in trouble:
        born = add_months(applied, -trouble["years"] * _MONTHS_A_YEAR)
        gender = county.people[who]["gender"]
        values: dict[str, Any] = {
            "birth_on": PartialDate(born),
            "id_no": county.id_no(born, gender),
        }
        county.amend("person", who, **values)
    if "leave" in trouble:
        county.amend("person", who, expected_leave_on=on(trouble["leave"]))


def _left_out(county: County, file: DevFile, trouble: Mapping[str, Any]) -> DevFile:
    more: dict[str, Any] = {}
    if "prior" in trouble:
        more["prior_org"] = trouble["prior"]
        file.days.pop("activist_filed_on")
    if "reason" in trouble:
        more["special_delay_reason"] = trouble["reason"]
    return replace(
        file,
        without=frozenset(trouble.get("without", ())),
        more={**file.more, **more},
        mentors_of=county.ids.get(trouble.get("mentors_of", ""), ""),
        approver=county.ids.get(trouble.get("approver", ""), ""),
        is_in_league=trouble["rule"] != "B4-11",
    )


def _probationer(
    county: County, profile: Profile, trouble: Mapping[str, Any]
) -> tuple[str, DevFile]:
    """Collect the file of somebody accepted in 2009 who is still on probation."""
    meeting = on(trouble["meeting"])
    days = {key: day for key, day in way(meeting.first_day).items() if not key.startswith("conv")}
    days.pop("archived_on")
    # Approved within 2009: what the year 2010 counts is not to be touched.
    days["superior_talk_on"] = meeting.first_day + timedelta(days=1)
    days["committee_approved_on"] = meeting.first_day + timedelta(days=4)
    days["assigned_on"] = meeting.first_day + timedelta(days=10)
    days["filed_on"] = meeting.first_day + timedelta(days=20)
    days |= {key: date.fromisoformat(day) for key, day in trouble.get("days", {}).items()}
    who = person(county, profile, PartialDate(days["applied_on"]))
    file = DevFile(who, profile.org_id, days, stage=DevStage.PROBATIONARY)
    file = _left_out(county, file, trouble)
    entered = enter_file(county, file)
    _waive(county, trouble, who, entered)
    return entered[0], file


def _on_probation(county: County, case: str, file: DevFile, trouble: Mapping[str, Any]) -> None:
    """Let the approval take effect, then do what was done about the probation."""
    accepted_before(county, case, file)
    if "moved" in trouble:
        _move(county, file.person_id, trouble["moved"])
    if "voted" in trouble:
        extend(county, case, file, (date.fromisoformat(trouble["voted"]), None, None), "")
    if "extended" in trouble:
        full = add_months(file.days["accept_meeting_on"], _MONTHS_A_YEAR)
        until = date.fromisoformat(trouble["extended"])
        extend(county, case, file, (full, add_months(full, 1), until), "再考察半年")


def _move(county: County, who: str, moved: str) -> None:
    """Let somebody change from one of the three branches to the next."""
    orgs = [county.ids[key] for key in _BRANCHES]
    place = next(n for n, org in enumerate(orgs) if who in county.branch_members[org])
    move(county, who, orgs[(place + 1) % len(orgs)], moved)


def _waive(
    county: County, trouble: Mapping[str, Any], who: str, entered: tuple[str, dict[str, str]]
) -> None:
    case, steps = entered
    county.troubles.append((trouble["rule"], trouble["state"], who))
    if trouble["state"] != "waived":
        return
    step = steps.get(trouble.get("at", ""), "")
    place = ("dev_step", step) if step else ("dev_case", case)
    _override(county, trouble["rule"], *place)


def _override(county: County, rule_id: str, table: str, record: str) -> None:
    why = Override("练习：已经核实，报局党委同意", doc_no="清教党〔2010〕88号", decided_by="练习")
    county.waive(rule_id, (table, record), END.isoformat(), why)


def _idle(county: County, idle: Mapping[str, Any]) -> None:
    key = idle["branch"]
    profile = Profile(county.ids[key], county.ids[f"school:{key}"], Category.TEACHER)
    applied = date.fromisoformat(idle["applied"])
    days = {"applied_on": applied, "first_talk_on": applied + timedelta(days=12)}
    who = person(county, profile, PartialDate(applied))
    enter_file(county, DevFile(who, profile.org_id, days))
    county.troubles.append(("B4-40", idle["state"], profile.org_id))
    if idle["state"] == "waived":
        _override(county, "B4-40", "org_unit", profile.org_id)


def _forms(county: County, forms: Mapping[str, Any]) -> None:
    org, year = county.ids[forms["branch"]], forms["year"]
    first = ""
    for _ in range(forms["number"]):
        county.forms += 1
        form = county.add(
            "application_form",
            form_no=f"黔{year}{county.forms:05d}",
            form_year=year,
            state=FormState.IN_USE,
            org_id=org,
            issued_on=PartialDate(date(year, 1, 15)),
        )
        first = first or form
    county.troubles.append(("B4-15-2", forms["state"], org))
    if forms["state"] == "waived":
        _override(county, "B4-15-2", "application_form", first)
