"""The program's own codes: one English identifier for each term; labels are in words.py.

National codes (gender, ethnicity, education …) are data: see codes.py.
"""

from enum import StrEnum


class OrgKind(StrEnum):
    """Kinds of Party organisation (党组织类型)."""

    COMMITTEE = "COMMITTEE"
    GENERAL_BRANCH = "GENERAL_BRANCH"
    BRANCH = "BRANCH"
    JOINT = "JOINT"
    TEMP = "TEMP"


class SchoolKind(StrEnum):
    """Kinds of place of work (单位类别); PRIMARY and TEACHING_POINT count as 小学."""

    BUREAU = "BUREAU"
    HIGH = "HIGH"
    VOCATIONAL = "VOCATIONAL"
    JUNIOR = "JUNIOR"
    NINE_YEAR = "NINE_YEAR"
    PRIMARY = "PRIMARY"
    TEACHING_POINT = "TEACHING_POINT"
    KINDERGARTEN = "KINDERGARTEN"
    SPECIAL = "SPECIAL"
    OTHER = "OTHER"


class Post(StrEnum):
    """Party posts (党内职务), in the order in which they are listed."""

    SECRETARY = "SECRETARY"
    DEPUTY_SECRETARY = "DEPUTY_SECRETARY"
    ORGANISATION = "ORGANISATION"
    PUBLICITY = "PUBLICITY"
    DISCIPLINE = "DISCIPLINE"
    YOUTH = "YOUTH"
    MASS_WORK = "MASS_WORK"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER"
    GROUP_LEADER = "GROUP_LEADER"
    ORGANISER = "ORGANISER"


class Category(StrEnum):
    """What a person is (人员类别); stored on events as of that day."""

    TEACHER = "TEACHER"
    STUDENT = "STUDENT"
    STAFF = "STAFF"
    RETIRED = "RETIRED"
    OTHER = "OTHER"


class MemberType(StrEnum):
    """党员类别."""

    FULL = "FULL"
    PROBATIONARY = "PROBATIONARY"


class Status(StrEnum):
    """党籍状态 (domain.md B10)."""

    NORMAL = "NORMAL"
    OUT_PENDING = "OUT_PENDING"
    RETAINED = "RETAINED"
    SUSPENDED = "SUSPENDED"
    TRANSFERRED = "TRANSFERRED"
    DECEASED = "DECEASED"
    REMOVED_SELF = "REMOVED_SELF"
    REMOVED_WITHDRAW = "REMOVED_WITHDRAW"
    REMOVED_PERSUADED = "REMOVED_PERSUADED"
    REMOVED_REFUSED = "REMOVED_REFUSED"
    REMOVED_LOST = "REMOVED_LOST"
    EXPELLED = "EXPELLED"
    PROB_CANCELLED = "PROB_CANCELLED"
    NOT_RECOGNISED = "NOT_RECOGNISED"


ON_ROSTER = frozenset({Status.NORMAL, Status.OUT_PENDING, Status.RETAINED})
"""Statuses that count in the roster of the branch."""


class EventKind(StrEnum):
    """党籍变动."""

    ACCEPTED = "ACCEPTED"
    CONVERTED = "CONVERTED"
    EXTENDED = "EXTENDED"
    CANCELLED = "CANCELLED"
    MOVED_IN = "MOVED_IN"
    MOVED_OUT = "MOVED_OUT"
    MOVED_INSIDE = "MOVED_INSIDE"
    SUSPENDED = "SUSPENDED"
    RESTORED = "RESTORED"
    REMOVED = "REMOVED"
    DECEASED = "DECEASED"
    STATUS_SET = "STATUS_SET"
    LOST = "LOST"
    REACHED = "REACHED"


class Direction(StrEnum):
    """Direction of a transfer (接转方向)."""

    IN = "IN"
    OUT = "OUT"
    INTERNAL = "INTERNAL"


class Channel(StrEnum):
    """How a transfer runs (接转渠道)."""

    SLIP = "SLIP"
    ONLINE = "ONLINE"
    INTERNAL = "INTERNAL"
    JURISDICTION = "JURISDICTION"


class TransferReason(StrEnum):
    """Why a membership is transferred."""

    WORK = "WORK"
    UNIVERSITY_ENTRY = "UNIVERSITY_ENTRY"
    GRADUATION = "GRADUATION"
    RESIDENCE = "RESIDENCE"
    OTHER = "OTHER"


class ActivityKind(StrEnum):
    """Kinds of gathering (活动、会议类型)."""

    BUREAU_DAILY_STUDY = "BUREAU_DAILY_STUDY"
    WEEKLY_POLITICAL_STUDY = "WEEKLY_POLITICAL_STUDY"
    SELF_STUDY = "SELF_STUDY"
    PARTY_LECTURE = "PARTY_LECTURE"
    MEMBERS_MEETING = "MEMBERS_MEETING"
    COMMITTEE_MEETING = "COMMITTEE_MEETING"
    GROUP_MEETING = "GROUP_MEETING"
    THEME_DAY = "THEME_DAY"
    MEMBER_DAY = "MEMBER_DAY"
    ORGANISATION_LIFE = "ORGANISATION_LIFE"
    DISCUSSION = "DISCUSSION"
    BUREAU_MEETING = "BUREAU_MEETING"
    RETIRED_STUDY = "RETIRED_STUDY"
    OTHER = "OTHER"


class StudyForm(StrEnum):
    """学习形式 (domain.md A04–A08)."""

    SELF_STUDY = "SELF_STUDY"
    LECTURE = "LECTURE"
    ESSAY = "ESSAY"
    DISCUSSION = "DISCUSSION"
    TEST = "TEST"
    COLLECTIVE = "COLLECTIVE"


class Scope(StrEnum):
    """Who holds an activity: the whole bureau, a branch, a school."""

    BUREAU = "BUREAU"
    BRANCH = "BRANCH"
    SCHOOL = "SCHOOL"


class HeldState(StrEnum):
    """Whether a planned gathering took place."""

    PLANNED = "PLANNED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"


class AttendanceState(StrEnum):
    """到、假、缺、补."""

    PRESENT = "PRESENT"
    LEAVE = "LEAVE"
    ABSENT = "ABSENT"
    MADE_UP = "MADE_UP"


class Audience(StrEnum):
    """Whom an activity or class is for."""

    MEMBERS = "MEMBERS"
    ALL_STAFF = "ALL_STAFF"
    RETIRED = "RETIRED"
    SECRETARY = "SECRETARY"
    COMMITTEE = "COMMITTEE"
    APPLICANTS = "APPLICANTS"


class Level(StrEnum):
    """Level of an award, an inspection, a circular."""

    NATIONAL = "NATIONAL"
    PROVINCE = "PROVINCE"
    CITY = "CITY"
    COUNTY = "COUNTY"
    BUREAU = "BUREAU"
    SCHOOL = "SCHOOL"


class HonourCategory(StrEnum):
    """表彰类别."""

    ADVANCED_ORG = "ADVANCED_ORG"
    EXCELLENT_MEMBER = "EXCELLENT_MEMBER"
    EXCELLENT_WORKER = "EXCELLENT_WORKER"
    OTHER = "OTHER"


class ReorgKind(StrEnum):
    """组织设置调整类型."""

    CREATE = "CREATE"
    SPLIT = "SPLIT"
    MERGE = "MERGE"
    DISSOLVE = "DISSOLVE"
    RECTIFY = "RECTIFY"
    RENAME = "RENAME"
    JURISDICTION_IN = "JURISDICTION_IN"
    JURISDICTION_OUT = "JURISDICTION_OUT"


class DutyLevel(StrEnum):
    """党建工作责任层级 (domain.md A21) and 一岗双责 (A10)."""

    COMMITTEE = "COMMITTEE"
    SECRETARY = "SECRETARY"
    LEADER_IN_CHARGE = "LEADER_IN_CHARGE"
    MEMBER_CONTACT = "MEMBER_CONTACT"
    BRANCH_SECRETARY = "BRANCH_SECRETARY"
    DUAL_DUTY = "DUAL_DUTY"


class HardshipLevel(StrEnum):
    """困难等级."""

    SEVERE = "SEVERE"
    HARD = "HARD"
    ORDINARY = "ORDINARY"


class IssueCategory(StrEnum):
    """五类问题 (domain.md A54)."""

    LEADERSHIP = "LEADERSHIP"
    ENFORCEMENT = "ENFORCEMENT"
    MANAGEMENT = "MANAGEMENT"
    SECRETARIES = "SECRETARIES"
    DEVELOPMENT = "DEVELOPMENT"


class InspectionPeriod(StrEnum):
    """督查时段."""

    H1 = "H1"
    YEAR_END = "YEAR_END"
    ADHOC = "ADHOC"


class VoterGroup(StrEnum):
    """测评票类别."""

    MEMBER = "MEMBER"
    TEACHER = "TEACHER"
    SUPERIOR = "SUPERIOR"


class DevStage(StrEnum):
    """What a person is on the way into the Party."""

    APPLICANT = "APPLICANT"
    ACTIVIST = "ACTIVIST"
    CANDIDATE = "CANDIDATE"
    PROBATIONARY = "PROBATIONARY"
    FULL = "FULL"
    CLOSED = "CLOSED"


class DevPhase(StrEnum):
    """The five phases of the development of members, in order."""

    APPLICATION = "APPLICATION"
    CULTIVATION = "CULTIVATION"
    CANDIDACY = "CANDIDACY"
    ACCEPTANCE = "ACCEPTANCE"
    PROBATION = "PROBATION"


class DevRole(StrEnum):
    """Who stands by an applicant."""

    MENTOR = "MENTOR"
    INTRODUCER = "INTRODUCER"
    TALKER = "TALKER"


class DevReviewKind(StrEnum):
    """Half-year reviews and thought reports."""

    REVIEW = "REVIEW"
    REPORT = "REPORT"


class DevOutcome(StrEnum):
    """How a case or a probation ends, or goes on."""

    CONVERTED = "CONVERTED"
    EXTENDED = "EXTENDED"
    CANCELLED = "CANCELLED"
    STOPPED = "STOPPED"


class NoticePoint(StrEnum):
    """Where in the development of members a public notice is posted (公示环节)."""

    ACTIVIST = "ACTIVIST"
    CANDIDATE = "CANDIDATE"
    ACCEPT = "ACCEPT"
    CONVERT = "CONVERT"


class VoteKind(StrEnum):
    """What a branch votes on (domain.md B6)."""

    ACCEPT = "ACCEPT"
    CONVERT = "CONVERT"
    EXTEND = "EXTEND"
    CANCEL = "CANCEL"
    ELECTION = "ELECTION"
    DISPOSAL = "DISPOSAL"
    WITHDRAWAL = "WITHDRAWAL"
    OTHER = "OTHER"


class VoteExclusion(StrEnum):
    """Who need not be counted among those entitled, with consent (Guizhou supplement 2)."""

    ILL = "ILL"
    ABROAD = "ABROAD"
    PRISON = "PRISON"
    BEDRIDDEN = "BEDRIDDEN"
    NOT_MOVED = "NOT_MOVED"
    RETIRED_HOME = "RETIRED_HOME"


class FormState(StrEnum):
    """States of a numbered 入党志愿书."""

    IN_USE = "IN_USE"
    LOST = "LOST"
    SPOILED = "SPOILED"
    RETURNED = "RETURNED"


class DayKind(StrEnum):
    """Kinds of day of the working calendar."""

    WORKDAY = "WORKDAY"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    MAKEUP_WORKDAY = "MAKEUP_WORKDAY"


class VoteOutcome(StrEnum):
    """What a vote came to."""

    PASSED = "PASSED"
    REFUSED = "REFUSED"
