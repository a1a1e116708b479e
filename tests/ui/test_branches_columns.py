"""The columns of 支部一览表 and of the schools."""

from app.services import branches
from app.store import records
from app.ui.branches_columns import UNCOVERED, branch_columns, branch_orders, covering, unit_columns


def test_every_row_has_a_text_and_a_key_in_every_column(county):
    branches.cover(county.ledger, county.second, county.point, None)
    for rows, columns in (
        (branches.rows(county.ledger), branch_columns()),
        (branches.units(county.ledger), unit_columns()),
    ):
        for row in rows:
            for column in columns:
                assert isinstance(column.text(row), str)
                column.sort_key(row)
    for order in branch_orders():
        sorted(branches.rows(county.ledger), key=order.sort)


def test_a_kind_of_a_newer_program_comes_last(county):
    with county.ledger.writing("收报送") as tx:
        records.change(tx, "org_unit", county.first, {"kind": "NEWER_CODE"})
    order = next(each for each in branch_orders() if each.key == "kind")
    assert max(branches.rows(county.ledger), key=order.sort).id == county.first


def test_a_school_names_who_covers_it_or_that_nobody_does(county):
    branches.cover(county.ledger, county.second, county.point, None)
    told = {unit.name: covering(unit) for unit in branches.units(county.ledger)}
    assert told == {"第一小学": UNCOVERED, "坡上教学点": "第二小学联合党支部"}


def test_the_list_has_what_the_printed_list_of_branches_needs():
    titles = [column.title for column in branch_columns()]
    for title in (
        "党组织名称", "类型", "覆盖单位", "成立时间", "届次", "本届起", "应换届时间", "书记",
        "副书记", "组织委员", "宣传委员", "纪检委员", "党员数", "联系人", "联系电话",
    ):  # fmt: skip
        assert title in titles
