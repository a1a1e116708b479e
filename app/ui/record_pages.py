"""The pages made of kinds of records: 党员事务, 培训学习, 考核责任, 基础资料."""

from collections.abc import Sequence

from app.ui.affairs_bar import with_bar
from app.ui.main_window import PageSpec
from app.ui.page import PageTools
from app.ui.page_bar import PageBar
from app.ui.record_kinds import OWN_PAGES, KindGroup, group_of
from app.ui.records_tab import RecordsPage
from app.ui.rules_window import open_rules

_RULES_TIP = "党内规定里的期限、人数和依据，可以按上级文件修改"


def affairs_page(tools: PageTools) -> PageSpec:
    """Return the page 党员事务: what happens to members, and how people become members."""
    kinds = (group_of("党员", without=OWN_PAGES), group_of("发展党员"))
    return PageSpec(
        "affairs", "党员事务", "affairs", lambda: with_bar(RecordsPage(tools, kinds), tools)
    )


def trainings_page(tools: PageTools) -> PageSpec:
    """Return the page 培训学习."""
    return _spec("trainings", "培训学习", (group_of("培训学习"),), tools)


def assessments_page(tools: PageTools) -> PageSpec:
    """Return the page 考核责任, with 关怀 and 党费."""
    kinds = (group_of("考核责任"), group_of("关怀"), group_of("党费"))
    return _spec("assessments", "考核责任", kinds, tools)


def basics_page(tools: PageTools) -> PageSpec:
    """Return the page 基础资料: what belongs to branches, and what the program keeps itself."""
    kinds = (group_of("支部", without=OWN_PAGES), group_of("设置"))

    def page() -> RecordsPage:
        built = RecordsPage(tools, kinds)
        bar = PageBar(built)
        bar.add("规则", "F6", _RULES_TIP, lambda: open_rules(tools, built.window()))
        built.body.insertWidget(0, bar)
        return built

    return PageSpec("basics", "基础资料", "basics", page)


def _spec(key: str, title: str, kinds: Sequence[KindGroup], tools: PageTools) -> PageSpec:
    return PageSpec(key, title, key, lambda: RecordsPage(tools, kinds))
