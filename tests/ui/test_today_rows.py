"""The words in the lists of 今天要办."""

import pytest

from app.domain.rules import About
from app.services.waivers import WaiverRow
from app.ui.today_rows import FindingRow, WaivedRow


@pytest.mark.parametrize(
    ("days", "words"), [(12, "逾期 12 天"), (-5, "还有 5 天"), (0, "今天到期"), (None, "")]
)
def test_the_days_are_told_in_words(days, words):
    assert FindingRow("1", None, days, "").left == words


def test_an_act_by_override_is_told_apart_from_a_silenced_reminder():
    about = About("1", "person", "1")
    common = ("事项", "第五条", "理由", "县〔2024〕1号", "2024-06-01", "石远山", "2024-06-15", "")
    act, silenced = (
        WaivedRow("1", WaiverRow("1", about, *common, is_act), "田禾") for is_act in (True, False)
    )
    assert (act.kind, silenced.kind) == ("按例外办理", "不再提醒")
    assert act.paper == "县〔2024〕1号 2024-06-01"
