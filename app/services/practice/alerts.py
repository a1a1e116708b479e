"""Cases of every rule of members' affairs in the practice county: overdue, due soon, waived."""

from datetime import timedelta
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.kinds import Category, Direction, Status, TransferReason
from app.domain.members import StatusChange
from app.domain.transfers import TransferDraft
from app.services import (
    care,
    disposals,
    floating,
    lost_members,
    transfers,
    withdrawals,
)
from app.services.overrides import Override
from app.services.practice.dues import ELSEWHERE, pay_until
from app.services.practice.people import DISCIPLINED, Profile, member, pick, set_status
from app.services.practice.source import County, on

_DECIDED = "2010-12-20"
_POSTED_AFTER = timedelta(days=10)
_AGREED = Override("报上级党组织同意", doc_no="清教党〔2010〕31号", decided_by="练习")


def enter_standing(county: County) -> None:
    """Collect those who are abroad; before the dues, which they do not pay."""
    for number, since, waived in (
        (11, "2005-10-20", ""), (12, "2006-02-10", ""), (13, "2005-06-15", "学校来函延期半年")
    ):  # fmt: skip
        person = pick(county, "shiyan", number)
        membership = set_status(county, person, (Status.RETAINED, since), "出国攻读学位")
        county.add("talk", kind="OTHER", person_id=person, held_on=on("2010-09-20"), place="电话")
        if waived:
            _waive(county, "B10-04", ("membership", membership), waived)


def enter_alerts(county: County) -> None:
    """Collect the cases; none of them changes the numbers of the year's report."""
    _arrears(county)
    _slips(county)
    _statuses(county)
    _cases(county)
    _floating(county)
    _honours(county)
    _care(county)
    _removals(county)


def _membership(county: County, person_id: str) -> str:
    found = (row for row in county.rows["membership"] if row["person_id"] == person_id)
    return str(next(found)["id"])


def _waive(county: County, rule_id: str, about: tuple[str, str], reason: str) -> None:
    why = Override(reason, doc_no="清教党〔2010〕31号", decided_by="练习")
    county.waive(rule_id, about, _DECIDED, why)


def _arrears(county: County) -> None:
    waived = _membership(county, pick(county, "yizhong", 11))
    _waive(county, "B8-13", ("membership", waived), "重病住院，支部研究同意缓交")
    _waive(
        county, "B8-12", ("membership", _membership(county, pick(county, "shiyan", 10))),
        "三月在外进修，已说明",
    )  # fmt: skip
    _waive(county, "B8-15", ("org_unit", county.ids["daba"]), "与2010年一并公布")
    _waive(county, "AL-A51", ("org_unit", county.ids["maan"]), "本人长期病休，暂缓核定")
    for number, reason in ((13, ""), (14, "本人书面自愿多交")):
        membership = _membership(county, pick(county, "yizhong", number))
        if reason:
            _waive(county, "B8-10", ("membership", membership), reason)
    _waive_elsewhere(county)


def _waive_elsewhere(county: County) -> None:
    key, number, _other = ELSEWHERE[-1]
    about = ("membership", _membership(county, pick(county, key, number)))
    _waive(county, "B8-08", about, "下乡支教，就近交纳")


def _slip(county: County, number: int, handled: str, days: int, slip_no: str) -> str:
    """Enter the slip of a retired member who moves to his children; he waits on the roster."""
    draft = TransferDraft(
        person_id=pick(county, "retired", number),
        other="省城某街道党工委",
        reason=TransferReason.RESIDENCE,
        handled_on=on(handled),
        valid_days=days,
        slip_no=slip_no,
        dues_paid_to=PartialDate.of(handled[:7]),
    )
    return transfers.send(county.clerk(handled), draft).ids[0]


def _slips(county: County) -> None:
    _slip(county, 3, "2010-05-10", 30, slip_no="清教组转〔2010〕101号")
    _slip(county, 4, "2010-12-05", 30, slip_no="清教组转〔2010〕103号")
    waived = _slip(county, 5, "2010-05-20", 120, slip_no="清教组转〔2010〕102号")
    for rule_id in ("B9-05", "B9-06", "B9-08"):
        _waive(county, rule_id, ("transfer", waived), "接收单位来电，正在办理")
    _slip(county, 6, "2010-10-28", 100, slip_no="清教组转〔2010〕104号")
    _slip(county, 7, "2010-11-01", 15, slip_no="清教组转〔2010〕105号")
    renewed = _slip(county, 8, "2010-10-15", 15, slip_no="清教组转〔2010〕106号")
    _waive(county, "B9-09", ("transfer", renewed), "接收单位同意按原件办理")
    pupils = [r for r in county.rows["transfer"] if r["reason"] == TransferReason.UNIVERSITY_ENTRY]
    why = Override("等录取通知书", decided_by="练习")
    county.waive("B9-10", ("person", pupils[0]["person_id"]), "2010-06-20", why)
    county.amend("person", pupils[1]["person_id"], expected_leave_on=on("2010-06-25"))
    incoming = [r for r in county.rows["transfer"] if r["direction"] == Direction.IN]
    for row in incoming[2:]:
        posted = PartialDate(row["accepted_on"].first_day + _POSTED_AFTER)
        transfers.receipt(county.clerk(posted.first_day.isoformat()), row["id"], posted)


def _statuses(county: County) -> None:
    for number, since, waived in ((15, "2010-05-20", ""), (16, "2010-08-10", ""),
                                  (14, "2010-04-10", "家属已找到本人，正在办理")):  # fmt: skip
        person = pick(county, "zhijiao", number)
        clerk = county.clerk(since)
        (membership,) = lost_members.mark(clerk, person, on(since), "外出务工经商").ids
        if waived:
            _waive(county, "B10-02", ("membership", membership), waived)
            _waive(county, "B10-08", ("membership", membership), waived)
    profile = Profile(county.ids["zhijiao"], county.ids["school:zhijiao"], Category.TEACHER)
    for since, waived in (("2008-10-15", ""), ("2009-02-20", ""), ("2008-09-01", "已寄公函，待回")):
        person, membership = member(county, profile, on("1998-06-20"))
        county.write()
        suspended = StatusChange(
            status=Status.SUSPENDED, happened_on=on(since), reason="失联满六个月"
        )
        lost_members.suspend(county.clerk(since), person, suspended)
        honour = _honour(county, person, "教学能手")
        if waived:
            _waive(county, "B10-03", ("membership", membership), waived)
            _waive(county, "AL-A12", ("honour", honour), "按教师身份表彰")
    _withdrawals(county)


def _withdrawals(county: County) -> None:
    for number, applied, reason in (
        (19, "2010-12-10", "个人原因"),
        (20, "2010-12-12", "对考核结果有意见"),
    ):
        threat = withdrawals.apply(
            county.clerk(applied),
            pick(county, "zhijiao", number),
            on(applied),
            reason,
            is_threat=True,
        ).ids[0]
    _waive(county, "B10-21", ("withdrawal_case", threat), "本人已书面收回")


def _removals(county: County) -> None:
    """Let two members leave the Party whose removal has not been reported above yet."""
    profile = Profile(county.ids["zhijiao"], county.ids["school:zhijiao"], Category.TEACHER)
    for applied, meeting, waived in (
        ("2010-11-02", "2010-11-25", ""),
        ("2010-11-05", "2010-11-26", "材料在途，上级已口头答复"),
    ):
        person, _membership_id = member(county, profile, on("1998-06-20"))
        county.write()
        pay_until(county, person, 11)
        (case,) = withdrawals.apply(county.clerk(applied), person, on(applied), "个人原因").ids
        withdrawals.decide(county.clerk(meeting), case, on(meeting), "REMOVED")
        if waived:
            _waive(county, "B10-20", ("withdrawal_case", case), waived)
            _waive(county, "B10-22", ("withdrawal_case", case), "谈话记录另存")


def _correction(county: County, number: int, started: str, deadline: str) -> str:
    """Open 限期改正; one of more than a year needs the paper of the superior (B11-01)."""
    draft = disposals.CaseDraft(
        person_id=pick(county, "minzhong", number),
        kind="CORRECTION",
        ground="长期不参加组织生活",
        started_on=on(started),
        deadline_on=on(deadline),
    )
    return disposals.open_case(county.clerk(started), draft, _AGREED).ids[0]


def _cases(county: County) -> None:
    _correction(county, 15, "2010-05-20", "2010-11-20")
    _correction(county, 16, "2010-01-15", "2011-01-15")
    waived = _correction(county, 17, "2009-09-01", "2010-10-01")
    for rule_id in ("B11-01", "B11-02", "B11-05"):
        _waive(county, rule_id, ("disposal_case", waived), "上级同意延长考察")
    _correction(county, 18, "2009-11-01", "2010-12-15")
    for who, until in zip(DISCIPLINED, ("2010-12-10", "2011-01-20", "2010-11-30"), strict=True):
        draft = disposals.CaseDraft(
            person_id=pick(county, *who),
            kind="PROBATION_IN_PARTY",
            ground="违反工作纪律",
            started_on=on("2009-11-15"),
        )
        (case,) = disposals.open_case(county.clerk("2009-11-15"), draft).ids
        decision = disposals.Decision(approved_on=on("2009-12-01"), effect_until=on(until))
        disposals.decide(county.clerk("2009-12-01"), case, decision)
    _waive(county, "B11-12", ("disposal_case", case), "支部大会已定于一月召开")
    _reapplications(county)


def _reapplications(county: County) -> None:
    """Let two people who were removed years ago have applied again too early."""
    profile = Profile(county.ids["yunfeng"], county.ids["school:yunfeng"], Category.TEACHER)
    for waived in ("", "原处分已撤销"):
        person, _membership_id = member(county, profile, on("1996-06-20"))
        county.write()
        set_status(county, person, (Status.REMOVED_SELF, "2007-03-10"), "自行脱党")
        case = county.add(
            "dev_case",
            person_id=person,
            org_id=profile.org_id,
            category=Category.TEACHER,
            stage="CLOSED",
            applied_on=on("2009-04-02"),
            outcome="REFUSED",
        )
        if waived:
            _waive(county, "B11-03", ("dev_case", case), waived)


def _floating(county: County) -> None:
    for number, since, contact in (
        (18, "2010-04-01", "2010-04-20"),
        (19, "2010-02-01", "2010-07-15"),
        (20, "2009-03-01", "2010-05-20"),
    ):
        record = _away(county, number, (since, contact), "沿海某市")
    for rule_id in ("B12-01", "B12-02", "B12-03"):
        _waive(county, rule_id, ("floating_record", record), "月底返回")
    silent = _membership(county, pick(county, "yizhong", 20))
    _waive(county, "B10-06", ("membership", silent), "家属常有联系")
    _away(county, 21, ("2009-06-01", "2010-12-01"), "邻省")


def _away(county: County, number: int, days: tuple[str, str], destination: str) -> str:
    """Let a member be away since a day, and be talked to once more on another."""
    draft = floating.FloatingDraft(
        person_id=pick(county, "yizhong", number),
        since_on=on(days[0]),
        destination=destination,
        reason="陪护家属",
        contact_person="组织委员",
    )
    (record,) = floating.leave(county.clerk(days[0]), draft).ids
    floating.contacted(county.clerk(days[1]), record, on(days[1]))
    return record


def _honour(county: County, person: str, title: str) -> str:
    draft = care.HonourDraft(
        title=title,
        awarded_on=on("2010-09-10"),
        person_id=person,
        level="SCHOOL",
        category="OTHER",
        awarding_body="所在学校",
    )
    return care.honour(county.clerk("2010-09-10"), draft).ids[0]


def _honours(county: County) -> None:
    people = [pick(county, *who) for who in DISCIPLINED[:2]]
    for person, waived in zip(people, ("", "处分决定前已评定"), strict=True):
        for _ in range(2):
            honour = _honour(county, person, "优秀教师")
            if waived:
                _waive(county, "B11-11", ("honour", honour), waived)
        if waived:
            _waive(county, "AL-A11", ("honour", honour), "两个学期各一次")


def _care(county: County) -> None:
    _waive_second_opinion(county)
    for number, approved, waived in (
        (15, "2009-11-20", ""), (16, "2009-12-28", ""), (17, "2009-10-15", "本人在外就医")
    ):  # fmt: skip
        draft = care.HardshipDraft(
            person_id=pick(county, "yizhong", number),
            cause="本人患重病",
            level="ORDINARY",
            found_on=on(approved),
            approved_on=on(approved),
        )
        (case,) = care.register(county.clerk(approved), draft).ids
        if waived:
            _waive(county, "AL-A26", ("hardship_case", case), waived)
    for number, purpose, waived in ((29, "", ""), (30, "慰问教师", "局党委批准")):
        for _ in range(2):
            gift = care.VisitDraft(
                person_id=pick(county, "yizhong", number),
                visited_on=on("2010-07-01"),
                festival="JULY_FIRST",
                cash=Decimal(200),
                fund_source="DUES",
                purpose=purpose,
                receipt_signed=True,
            )
            (visit,) = care.visit(county.clerk("2010-07-01"), gift, _AGREED).ids
            if waived:
                _waive(county, "B8-20", ("care_visit", visit), waived)
        if waived:
            _waive(county, "AL-A27", ("care_visit", visit), "两位领导分别走访")


def _waive_second_opinion(county: County) -> None:
    """Add two opinions that wait for an answer, one of them waived."""
    for day, waived in (("2010-12-15", ""), ("2010-10-20", "需县里统一答复")):
        opinion = county.add(
            "member_opinion",
            person_id=pick(county, "shiyan", 5),
            org_id=county.ids["shiyan"],
            received_on=PartialDate.of(day),
            content="建议党费收缴改为按季度",
        )
        if waived:
            _waive(county, "AL-A25", ("member_opinion", opinion), waived)
