"""党费 in plain words: which items make the base, which rate, and what a month comes to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.domain.dues import Assessed, Bracket, Items, version
from app.domain.fields import field_of
from app.domain.numerals import capital_amount
from app.domain.rules import RuleBook
from app.domain.showing import amount_text, code_text

_STEPS: Mapping[str, str] = {"0.01": "分", "0.1": "角", "1": "元"}


def base_words(book: RuleBook, category: str, items: Items, on: date) -> str:
    """Return 岗位工资2000＋…－养老保险…＝基数; "" without items."""
    retired = version(book, "B8-04", on)
    is_retired = category in retired.words("categories")
    plus = (retired if is_retired else version(book, "B8-02", on)).words("items")
    minus = () if is_retired else version(book, "B8-03", on).words("items")
    added = [_item(name, items) for name in plus if items.get(name)]
    taken = [_item(name, items).removeprefix("减") for name in minus if items.get(name)]
    return "＋".join(added) + "".join(f"－{one}" for one in taken)


def left_out_words(book: RuleBook, category: str, items: Items, on: date) -> str:
    """Return the items on the sheet that do not count, with the document that says so; or ""."""
    names = [name for name, value in items.items() if value and name not in counted(book, on)]
    if category not in {*version(book, "B8-01", on).words("categories"), "RETIRED"} or not names:
        return ""
    rule = version(book, "B8-02", on)
    labels = "、".join(field_of("dues_assess", name).label.removeprefix("减") for name in names)
    return f"{labels}不列入计算基数（{rule.source}）。"


def counted(book: RuleBook, on: date) -> frozenset[str]:
    """Return every item that has a part in some base under the document of a day."""
    rules = (version(book, rule_id, on) for rule_id in ("B8-02", "B8-03", "B8-04"))
    return frozenset(name for rule in rules for name in rule.words("items"))


def sheet_words(
    book: RuleBook, category: str, items: Items, on: date, found: Assessed
) -> tuple[str, ...]:
    """Return the sentences of the slip: base, bracket, base × rate, the sum in capital numerals."""
    base = base_words(book, category, items, on)
    lines = []
    if base:
        lines.append(f"计算基数：{base}＝{found.base:.2f}元。")
    elif found.bracket:
        lines.append(f"计算基数：{found.base:.2f}元。")
    left_out = left_out_words(book, category, items, on)
    if left_out:
        lines.append(left_out)
    if found.bracket:
        lines += _rate_words(book, category, on, found)
    else:
        rule = version(book, "B8-05", on)
        kind = code_text("dues_category", category)
        lines.append(
            f"{kind}党员每月交{found.due:.2f}元，不按工资计算（{rule.source}{rule.article}）。"
        )
    lines.append(f"每月应交党费{found.due:.2f}元（大写：{capital_amount(found.due)}）。")
    return tuple(lines)


def _rate_words(book: RuleBook, category: str, on: date, found: Assessed) -> list[str]:
    bracket = found.bracket
    if bracket is None:
        raise TypeError(found)
    both = (version(book, rule_id, on) for rule_id in ("B8-01", "B8-04"))
    rule = next(one for one in both if category in one.words("categories"))
    step = _STEPS[version(book, "B8-22", on).word("rounding")]
    percent = amount_text(bracket.percent)
    product = f"{found.base:.2f}×{percent}%＝{amount_text(found.exact)}元"
    tail = "" if found.exact == found.due else f"，四舍五入到{step}是{found.due:.2f}元"
    where = f"{rule.source}{rule.article}"
    step_words = f"基数在“{_bracket_words(bracket)}”这一档，全部基数按{percent}%交纳（{where}）。"
    return [step_words, f"{product}{tail}。"]


def _bracket_words(bracket: Bracket) -> str:
    if bracket.upto is None:
        return f"{amount_text(bracket.over)}元以上"
    if bracket.over == 0:
        return f"{amount_text(bracket.upto)}元以下（含{amount_text(bracket.upto)}元）"
    low, high = amount_text(bracket.over), amount_text(bracket.upto)
    return f"{low}元以上至{high}元（含{high}元）"


def _item(name: str, items: Items) -> str:
    return f"{field_of('dues_assess', name).label}{items[name] or Decimal(0):.2f}"
