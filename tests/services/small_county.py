"""A small county: a committee, two branches, two schools, three members."""

from dataclasses import dataclass
from datetime import date

from app.domain.branches import BranchDraft, UnitDraft
from app.domain.dates import PartialDate
from app.domain.members import MemberDraft
from app.services import branches, members
from app.services.ledger import Ledger

TODAY = date(2010, 12, 31)


@dataclass
class County:
    ledger: Ledger
    committee: str
    first: str
    second: str
    school: str
    point: str
    zhang: str
    wu: str
    shan: str


def member(name, org, **more):
    fields = {
        "gender": "1",
        "ethnicity": "01",
        "category": "TEACHER",
        "birth_on": PartialDate.of("1975-06-15"),
        "joined_on": PartialDate.of("1999-07-01"),
        "full_on": PartialDate.of("2000-07-01"),
    }
    return MemberDraft(name=name, org_id=org, **{**fields, **more})


def entered(ledger):
    def branch(name, **more):
        return branches.add(ledger, BranchDraft(full_name=name, **more)).ids[0]

    committee = branch("中共某县教育局委员会", kind="COMMITTEE", short_name="教育局党委")
    first = branch("第一小学党支部", parent_id=committee, display_order=1)
    second = branch("第二小学联合党支部", parent_id=committee, kind="JOINT", display_order=2)
    school = branches.add_unit(ledger, UnitDraft(name="第一小学", kind="PRIMARY")).ids[0]
    point = branches.add_unit(ledger, UnitDraft(name="坡上教学点", kind="TEACHING_POINT")).ids[0]
    people = [
        member("张永杰", first, id_no="529999197506150018", mobile="13900000001"),
        member(
            "吴瑞君", first, gender="2", ethnicity="06", member_type="PROBATIONARY", full_on=None
        ),
        member("单明", second, category="RETIRED", ethnicity="57", ethnicity_text="穿青人"),
    ]
    ids = members.add_many(ledger, people, title="录入").ids[:3]
    return County(ledger, committee, first, second, school, point, *ids)
