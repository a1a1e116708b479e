"""P2 and P3: opening the list of members and searching in it."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from app.cli.bench.measuring import Measured, Title, compared, seconds
from app.domain.members import MemberRow
from app.services import members
from app.services.ledger import Ledger

_PAGE = 50
_IDS = """
SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id
LEFT JOIN person_search s ON s.person_id = p.id
WHERE m.removed_at IS NULL AND p.removed_at IS NULL ORDER BY s.sort_pinyin, p.id
"""
_ONE_PAGE = """
SELECT * FROM membership m JOIN person p ON p.id = m.person_id
LEFT JOIN org_unit o ON o.id = m.org_id WHERE m.id IN ({})
"""
_LIKE = """
SELECT p.id FROM membership m JOIN person p ON p.id = m.person_id
JOIN person_search s ON s.person_id = p.id
WHERE m.removed_at IS NULL AND p.removed_at IS NULL AND (p.name LIKE :w OR s.keys LIKE :w
    OR p.id_no LIKE :w OR p.mobile LIKE :w OR s.sort_pinyin LIKE :w)
"""
_TYPED = ("建国", "王", "zhang", "w", "jg", "0012", "1380", "欧阳", "qqqq", "建国x")
"""What clerks type: Han, pinyin, initials, the end of an ID number, a phone, and misses."""


def open_list(ledger: Ledger) -> Measured:
    """Read the whole list, against the ids in order and one page."""

    def floor() -> object:
        with ledger.reading() as tx:
            run = tx.session.connection().exec_driver_sql
            ids = [row[0] for row in run(_IDS)]
            page = ids[:_PAGE]
            return ids, run(_ONE_PAGE.format(",".join("?" * len(page))), tuple(page)).all()

    title = Title("P2", "打开党员名单", "同一查询只取编号和一页", 2)
    return compared(title, floor, lambda: members.rows(ledger))


def keystroke(ledger: Ledger) -> Iterator[Measured]:
    """Search the worst query, against one joined text and against LIKE over five columns."""
    rows = members.rows(ledger)
    index = members.search_index(rows)
    worst = max(_TYPED, key=lambda text: seconds(lambda: index.find(text)))
    joined = _Joined(rows)

    def ours() -> object:
        return index.find(worst)

    def like() -> object:
        with ledger.reading() as tx:
            run = tx.session.connection().exec_driver_sql
            return run(_LIKE, {"w": f"%{worst}%"}).all()

    act = f"检索一次（最慢的“{worst}”）"
    yield compared(Title("P3", act, "连成一串的 find", 1.5), lambda: joined.find(worst), ours)
    yield compared(Title("P3", act, "五列 LIKE", 1 / 8), like, ours)


class _Joined:
    """All search texts in one string: an exact count and the ids of the first page."""

    def __init__(self, rows: list[MemberRow]) -> None:
        texts = [f"{row.search_keys}\n{row.id_no[-8:]}\n{row.mobile}".lower() for row in rows]
        self._ids = [row.id for row in rows]
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)]
        self._text = "\0".join(texts)

    def find(self, wanted: str) -> tuple[int, list[str]]:
        count, ids, place = 0, [], self._text.find(wanted)
        while place >= 0:
            row = bisect_right(self._starts, place) - 1
            count += 1
            if count <= _PAGE:
                ids.append(self._ids[row])
            place = self._text.find(wanted, self._starts[row + 1])
        return count, ids
