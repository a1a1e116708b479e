"""Rows of filed tables: one edit and one new row of every kind, as a clerk types them."""

from datetime import date

import openpyxl

from app.domain.record_templates import record_template
from app.services import imports
from app.store import records
from tests.exchange.making import id_number

PERSON_NO, OTHER_NO = id_number(date(1980, 6, 15), 1), id_number(date(1981, 3, 7), 7)

EDITS = {
    "activists": ("支部意见", "同意列为积极分子", "activist_opinion"),
    "candidates": ("党课成绩", "88", "lecture_score"),
    "acceptances": ("支部意见", "同意接收", "accept_opinion"),
    "conversions": ("预备期主要表现", "表现良好", "probation_report"),
    "trainees": ("工号", "00123", "staff_no"),
    "scores": ("考试成绩", 92, "score"),
    "cadres": ("培训学时", 30, "hours"),
    "dues_base": ("月应交", "41.50元", "month_due"),
    "dues_paid": ("3月", 41.23, "month_3"),
    "transfers": ("介绍信号", "0099", "slip_no"),
    "hardship": ("家庭人口", 4, "family_n"),
    "care": ("慰问金", "600元", "cash"),
    "honours": ("文号", "教党〔2010〕9号", "doc_no"),
    "floating": ("最近联系", "2010.11", "last_contact_on"),
    "lost": ("查找经过", "电话、走访均未联系上", "lost_search"),
}


NEW = {
    "activists": {
        "姓名": "方知春",
        "身份证号": PERSON_NO,
        "递交申请时间": "2008.3.1",
        "支部大会时间": "2009年5月6日",
        "培养联系人": "张永杰",
        "所在党支部": "第一小学党支部",
    },
    "candidates": {
        "姓名": "方知春",
        "身份证号": PERSON_NO,
        "申请时间": "2008.3.1",
        "党课成绩": "85",
        "确定发展对象时间": "2010-05-06",
        "奖励": "优秀教师",
    },
    "acceptances": {
        "姓名": "田禾青",
        "身份证号后六位": "070035",
        "确定发展对象时间": "2003-05-04",
        "支部大会时间": "2004.5.5",
        "支部意见": "同意",
    },
    "trainees": {
        "姓名": "方知春",
        "工号": "0012",
        "身份证号": PERSON_NO,
        "培训班名称": "第四期培训班",
        "提交入党申请时间": "2008.3.1",
    },
    "scores": {
        "姓名": "单明",
        "工号/身份证后六位": "",
        "平时成绩": 80,
        "实践成绩": 90,
        "考试成绩": 85.5,
        "培训班名称": "第四期培训班",
    },
    "cadres": {
        "姓名": "张永杰",
        "身份证号后六位": "150018",
        "职级": "书记",
        "培训班名称": "书记培训班",
        "组织单位": "县委组织部",
        "培训时间": "2010-09-01",
        "培训学时": 56,
    },
    "dues_base": {
        "年度": 2011,
        "姓名": "张永杰",
        "身份证号后六位": "150018",
        "岗位工资": "2,000.00",
        "交纳基数": 4200,
        "月应交": 42,
    },
    "transfers": {
        "方向": "转入",
        "姓名": "张永杰",
        "身份证号": "529999197506150018",
        "转出党组织": "外县某支部",
        "转入党组织": "第一小学党支部",
        "介绍信号": "007",
        "开具日期": "2010-07-01",
    },
    "hardship": {
        "姓名": "方知春",
        "身份证号后六位": PERSON_NO[-6:],
        "性别": "男",
        "出生年月": "1980-06-15",
        "困难原因": "灾害",
        "困难等级": "特困",
    },
    "care": {
        "姓名": "张永杰",
        "身份证号后六位": "150018",
        "困难原因": "重病",
        "慰问时间": "2010-09-01",
        "慰问金": 500,
        "慰问人": "局党委",
        "资金来源": "党费",
    },
    "honours": {
        "单位/姓名": "第二小学联合党支部",
        "荣誉称号": "先进党支部",
        "表彰级别": "县级",
        "类别": "其他",
        "授奖单位": "县委",
        "时间": "2010-07-01",
    },
    "floating": {
        "姓名": "张永杰",
        "身份证号": "529999197506150018",
        "流出时间": "2010-08-01",
        "去向": "贵阳市",
        "原因": "带薪进修",
    },
    "lost": {
        "姓名": "张永杰",
        "身份证号": "529999197506150018",
        "失联时间": "2010-08",
        "失联情形": "其他",
        "拟处置": "继续查找",
    },
}


def sheet(tmp_path, kind, *rows, title=""):
    """Write a table in our own words for the columns, without our marks; rows by label."""
    header = list(dict.fromkeys(label for row in rows for label in row))
    book = openpyxl.Workbook()
    page = book.active
    page.append([title or record_template(kind).title])
    page.append(header)
    for row in rows:
        page.append([row.get(label) for label in header])
    path = tmp_path / f"{kind}.xlsx"
    book.save(path)
    return path


def outcomes(plan):
    return [row.outcome for row in plan.rows]


def codes(row):
    return {one.problem.code for one in row.problems}


def brought(county, path, **choices):
    """Import a file and return the preview and the outcome."""
    plan = imports.preview(county.ledger, path)
    return plan, imports.apply(county.ledger, plan, choices)


def found(county, which, /, **equal):
    with county.ledger.reading() as tx:
        return records.find(tx, which, **equal)
