"""The template: ids in the ledger, titles under the clerk's eyes."""

import pytest

from app.base.errors import UserError
from app.services import report_template
from app.services.figures import definitions


def test_titles_and_ids_say_the_same(ledger):
    shipped = report_template.read(ledger)
    shown = report_template.with_titles(shipped)
    assert "{新吸纳预备党员}" in shown
    assert "{县级优秀共产党员·姓名}" in shown
    assert report_template.with_ids(shown) == shipped


def test_no_two_figures_share_a_title():
    titles = [definition.title for definition in definitions().values()]
    assert len(set(titles)) == len(titles)


def test_an_unknown_title_is_told_with_its_line_and_nothing_is_kept(ledger):
    before = report_template.read(ledger)
    with pytest.raises(UserError, match="第2行") as told:
        report_template.keep(ledger, "标题：甲\n今年接收{新吸纳的人}名。")
    assert told.value.kept.startswith("模板没有保存")
    assert report_template.read(ledger) == before
    report_template.keep(ledger, "标题：甲\n今年接收{新吸纳预备党员}名。")
    assert "{N05}" in report_template.read(ledger)
