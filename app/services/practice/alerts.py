"""Cases of every rule of members' affairs in the practice county: overdue, due soon, waived."""

from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.kinds import Category, Channel, Direction, EventKind, Status, TransferReason
from app.services.overrides import Override
from app.services.practice.dues import pick
from app.services.practice.people import Profile, event, member
from app.services.practice.source import County, on

_DECIDED = "2010-12-20"


def enter_standing(county: County) -> None:
    """Collect those who are abroad; before the dues, which they do not pay."""
    for number, since, waived in (
        (31, "2005-10-20", ""), (32, "2006-02-10", ""), (33, "2005-06-15", "学校来函延期半年")
    ):  # fmt: skip
        person = pick(county, "yizhong", number)
        membership = _membership(county, person)
        county.amend("membership", membership, status=Status.RETAINED)
        _changed(county, person, (Status.NORMAL, Status.RETAINED), since, "出国攻读学位")
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


def _membership(county: County, person_id: str) -> str:
    found = (row for row in county.rows["membership"] if row["person_id"] == person_id)
    return str(next(found)["id"])


def _waive(county: County, rule_id: str, about: tuple[str, str], reason: str) -> None:
    why = Override(reason, doc_no="清教党〔2010〕31号", decided_by="练习")
    county.waive(rule_id, about, _DECIDED, why)


def _changed(
    county: County, person: str, statuses: tuple[str, str], day: str, reason: str = ""
) -> None:
    row = next(row for row in county.rows["membership"] if row["person_id"] == person)
    event(
        county,
        EventKind.STATUS_SET,
        person,
        membership_id=row["id"],
        org_id=row["org_id"],
        happened_on=on(day),
        status_before=statuses[0],
        status_after=statuses[1],
        reason=reason,
    )


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
    _elsewhere(county)


def _elsewhere(county: County) -> None:
    """Let two members of one branch have paid a month to another one."""
    for number, reason in ((13, ""), (14, "下乡支教，就近交纳")):
        person = pick(county, "minzhong", number)
        row = next(r for r in county.rows["dues_payment"] if r["person_id"] == person)
        county.amend("dues_payment", row["id"], org_id=county.ids["hekou"])
        if reason:
            _waive(county, "B8-08", ("membership", _membership(county, person)), reason)


def _slip(county: County, number: int, handled: str, days: int, **more: object) -> str:
    """Enter the slip of a retired member who moves to his children; he waits on the roster."""
    person = pick(county, "retired", number)
    membership = _membership(county, person)
    county.amend("membership", membership, status=Status.OUT_PENDING)
    _changed(county, person, (Status.NORMAL, Status.OUT_PENDING), handled)
    return county.add(
        "transfer",
        person_id=person,
        membership_id=membership,
        direction=Direction.OUT,
        channel=Channel.SLIP,
        reason=TransferReason.RESIDENCE,
        category_at_event=Category.RETIRED,
        from_org_id=county.ids["retired"],
        to_text="省城某街道党工委",
        handled_on=on(handled),
        valid_days=days,
        dues_paid_to=PartialDate.of(handled[:7]),
        status="OPEN",
        **more,
    )


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
    incoming = [r for r in county.rows["transfer"] if r["direction"] == Direction.IN]
    for row in incoming[:2]:
        county.amend("transfer", row["id"], status="OPEN")
    for row in incoming[2:]:
        county.amend("transfer", row["id"], receipt_on=row["accepted_on"])
    county.amend("transfer", incoming[1]["id"], accepted_on=on("2010-12-12"))


def _statuses(county: County) -> None:
    for number, since, waived in ((15, "2010-05-20", ""), (16, "2010-08-10", ""),
                                  (17, "2010-04-10", "家属已找到本人，正在办理")):  # fmt: skip
        person = pick(county, "zhijiao", number)
        membership = _membership(county, person)
        county.amend(
            "membership", membership, is_lost=True, lost_since=on(since), lost_reason="外出务工经商"
        )
        if waived:
            _waive(county, "B10-02", ("membership", membership), waived)
            _waive(county, "B10-08", ("membership", membership), waived)
    profile = Profile(county.ids["zhijiao"], county.ids["school:zhijiao"], Category.TEACHER)
    for since, waived in (("2008-10-15", ""), ("2009-02-20", ""), ("2008-09-01", "已寄公函，待回")):
        values = {"status": Status.SUSPENDED, "left_on": on(since)}
        person, membership = member(county, profile, on("1998-06-20"), **values)
        event(
            county,
            EventKind.SUSPENDED,
            person,
            membership_id=membership,
            org_id=profile.org_id,
            happened_on=on(since),
            status_before=Status.NORMAL,
            status_after=Status.SUSPENDED,
            reason="失联满六个月",
        )
        honour = _honour(county, person, "教学能手")
        if waived:
            _waive(county, "B10-03", ("membership", membership), waived)
            _waive(county, "AL-A12", ("honour", honour), "按教师身份表彰")
    _withdrawals(county)


def _withdrawals(county: County) -> None:
    for number, applied, meeting, waived in (
        (18, "2010-11-02", "2010-11-25", ""),
        (19, "2010-12-10", None, ""),
        (20, "2010-11-05", "2010-11-26", "材料在途，上级已口头答复"),
    ):
        case = county.add(
            "withdrawal_case",
            person_id=pick(county, "zhijiao", number),
            applied_on=on(applied),
            reason="个人原因",
            is_threat=meeting is None,
            branch_meeting_on=on(meeting) if meeting else None,
        )
        if waived:
            _waive(county, "B10-20", ("withdrawal_case", case), waived)
            _waive(county, "B10-22", ("withdrawal_case", case), "谈话记录另存")
    threat = county.add(
        "withdrawal_case",
        person_id=pick(county, "zhijiao", 20),
        applied_on=on("2010-12-12"),
        reason="对考核结果有意见",
        is_threat=True,
    )
    _waive(county, "B10-21", ("withdrawal_case", threat), "本人已书面收回")


def _case(county: County, number: int, kind: str, **days: str) -> str:
    return county.add(
        "disposal_case",
        person_id=pick(county, "minzhong", number),
        kind=kind,
        state="DECIDED",
        ground="长期不参加组织生活" if kind == "CORRECTION" else "违反工作纪律",
        **{name: on(text) for name, text in days.items()},
    )


def _cases(county: County) -> None:
    _case(county, 15, "CORRECTION", started_on="2010-05-20", deadline_on="2010-11-20")
    _case(county, 16, "CORRECTION", started_on="2010-01-15", deadline_on="2011-01-15")
    waived = _case(county, 17, "CORRECTION", started_on="2009-09-01", deadline_on="2010-10-01")
    for rule_id in ("B11-01", "B11-02", "B11-05"):
        _waive(county, rule_id, ("disposal_case", waived), "上级同意延长考察")
    _case(county, 18, "CORRECTION", started_on="2009-11-01", deadline_on="2010-12-15")
    for number, until in ((19, "2010-12-10"), (20, "2011-01-20"), (21, "2010-11-30")):
        started = {"started_on": "2009-11-15", "approved_on": "2009-12-01", "effect_until": until}
        case = _case(county, number, "PROBATION_IN_PARTY", **started)
    _waive(county, "B11-12", ("disposal_case", case), "支部大会已定于一月召开")
    _reapplications(county)


def _reapplications(county: County) -> None:
    """Let two people who were removed years ago have applied again too early."""
    profile = Profile(county.ids["yunfeng"], county.ids["school:yunfeng"], Category.TEACHER)
    for waived in ("", "原处分已撤销"):
        left = {"status": Status.REMOVED_SELF, "left_on": on("2007-03-10")}
        person, membership = member(county, profile, on("1996-06-20"), **left)
        event(
            county,
            EventKind.REMOVED,
            person,
            membership_id=membership,
            org_id=profile.org_id,
            happened_on=on("2007-03-10"),
            status_before=Status.NORMAL,
            status_after=Status.REMOVED_SELF,
        )
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
        (22, "2010-04-01", "2010-04-20"),
        (23, "2010-02-01", "2010-07-15"),
        (24, "2009-03-01", "2010-05-20"),
    ):
        record = county.add(
            "floating_record",
            person_id=pick(county, "yizhong", number),
            direction="OUT",
            since_on=on(since),
            last_contact_on=on(contact),
            destination="沿海某市",
            reason="陪护家属",
            contact_person="组织委员",
        )
    for rule_id in ("B12-01", "B12-02", "B12-03"):
        _waive(county, rule_id, ("floating_record", record), "月底返回")
    silent = _membership(county, pick(county, "yizhong", 24))
    _waive(county, "B10-06", ("membership", silent), "家属常有联系")
    county.add(
        "floating_record",
        person_id=pick(county, "yizhong", 25),
        direction="OUT",
        since_on=on("2009-06-01"),
        last_contact_on=on("2010-12-01"),
        destination="邻省",
        contact_person="组织委员",
    )


def _honour(county: County, person: str, title: str) -> str:
    return county.add(
        "honour",
        target_type="PERSON",
        person_id=person,
        title=title,
        level="SCHOOL",
        category="OTHER",
        awarding_body="所在学校",
        awarded_on=on("2010-09-10"),
        award_year=2010,
    )


def _honours(county: County) -> None:
    people = [pick(county, "minzhong", number) for number in (19, 20)]
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
        (26, "2009-11-20", ""), (27, "2009-12-28", ""), (28, "2009-10-15", "本人在外就医")
    ):  # fmt: skip
        case = county.add(
            "hardship_case",
            person_id=pick(county, "yizhong", number),
            is_member=True,
            cause="本人患重病",
            level="ORDINARY",
            found_on=on(approved),
            approved_on=on(approved),
        )
        if waived:
            _waive(county, "AL-A26", ("hardship_case", case), waived)
    for number, purpose, waived in ((29, "", ""), (30, "慰问教师", "局党委批准")):
        for _ in range(2):
            visit = county.add(
                "care_visit",
                kind="VISIT",
                visited_on=on("2010-07-01"),
                festival="JULY_FIRST",
                person_id=pick(county, "yizhong", number),
                is_member=True,
                level="ORDINARY",
                cash=Decimal(200),
                fund_source="DUES",
                purpose=purpose,
                receipt_signed=True,
            )
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
