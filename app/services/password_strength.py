"""What a password withstands, said honestly: it is a guess, and so it is called one."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from app.services.access import SHORTEST

_GOOD = 12
_RUN = 4
_FEW_LETTERS = 4
_KINDS = (str.islower, str.isupper, str.isdigit)
_WELL_KNOWN = ("password", "qwerty", "asdf", "admin", "iloveyou", "woaini", "dangwu")
_DATE = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_PHONE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a password may be used, and a sentence on it."""

    is_enough: bool
    sentence: str


def judged(password: str) -> Judged:
    """Return what there is to say about a password while it is being typed."""
    missing = SHORTEST - len(password)
    if missing > 0:
        return Judged(is_enough=False, sentence=f"还差{missing}位，至少要{SHORTEST}位。")
    weakness = _weakness(password)
    if weakness:
        return Judged(is_enough=True, sentence=f"太容易猜到：{weakness}建议换一个。")
    if len(password) < _GOOD and _kinds(password) < len(_KINDS):
        told = "一般：挡得住随手翻看的人，挡不住专门破解。再长几位会好得多。"
        return Judged(is_enough=True, sentence=told)
    return Judged(is_enough=True, sentence="比较结实。请不要写在电脑旁边。")


def _weakness(password: str) -> str:
    plain = unicodedata.normalize("NFKC", password).lower()
    if _DATE.search(plain) or _PHONE.search(plain):
        return "里面有日期或手机号。"
    if plain.isdigit():
        return "全是数字。"
    if len(set(plain)) <= _FEW_LETTERS:
        return "只用了几个字符。"
    if any(word in plain for word in _WELL_KNOWN) or _has_run(plain):
        return "是常见的词或键盘上的一串。"
    return ""


def _has_run(plain: str) -> bool:
    """Tell whether half of it or more is one run such as 1234 or cdef."""
    steps = [ord(b) - ord(a) for a, b in pairwise(plain)]
    longest = length = 1
    for before, step in zip([0, *steps], steps, strict=False):
        length = length + 1 if abs(step) == 1 and (step == before or length == 1) else 1
        longest = max(longest, length)
    return longest >= max(_RUN, len(plain) // 2)


def _kinds(password: str) -> int:
    return sum(any(kind(letter) for letter in password) for kind in _KINDS)
