"""What is said about a password while it is typed."""

import pytest

from app.services.password_strength import judged


def test_a_short_password_is_not_enough_and_says_how_much_is_missing():
    assert not judged("abc").is_enough
    assert "还差5位" in judged("abc").sentence


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("72918364", "全是数字"),
        ("li19800101li", "日期"),
        ("wang13912345678", "手机号"),
        ("１９８００１０１ab", "日期"),
        ("aabbaabbaa", "几个字符"),
        ("password2024", "常见"),
        ("abcdefgh", "键盘"),
        ("x987654321", "键盘"),
    ],
)
def test_a_password_that_is_easily_guessed_is_allowed_and_told(weak, why):
    assert judged(weak).is_enough
    assert "太容易猜到" in judged(weak).sentence
    assert why in judged(weak).sentence


@pytest.mark.parametrize("middling", ["qmzpvtkw", "mulan7gs"])
def test_a_middling_password_is_not_called_strong(middling):
    assert judged(middling).sentence.startswith("一般")


@pytest.mark.parametrize("strong", ["qing-jiang-chun-tian", "Mu7-gsP9x"])
def test_a_long_or_mixed_password_is_called_fairly_strong(strong):
    assert judged(strong).sentence.startswith("比较结实")
