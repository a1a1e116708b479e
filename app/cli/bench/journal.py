"""P8: what the journal costs, on the same ledger with and without its triggers."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from app.base.paths import DataFolder
from app.cli.bench.measuring import Measured, Title, compared
from app.cli.opening import opened
from app.services.ledger import Ledger
from app.store import records

_NUMBERS = count()


def journal(folder: DataFolder, rows: int) -> Iterator[Measured]:
    """Change one record, then insert many; both alternately with the copy without triggers."""
    bare = DataFolder(folder.root / "without-journal")
    bare.create()
    shutil.copy(folder.database, bare.database)
    with opened(folder) as ours, opened(bare) as floor:
        _drop_triggers(floor)
        edit = Title("P8", "改一条记录", "没有变动记录", 1.3)
        yield compared(edit, _editing(floor), _editing(ours), runs=15)
        bulk = Title("P8", f"一次写入{rows}条", "没有变动记录", 2)
        yield compared(bulk, _inserting(floor, rows), _inserting(ours, rows))
    shutil.rmtree(bare.root, ignore_errors=True)


def _editing(ledger: Ledger) -> Callable[[], None]:
    with ledger.reading() as tx:
        person = tx.session.connection().exec_driver_sql("SELECT min(id) FROM person").scalar_one()

    def edit() -> None:
        with ledger.writing("测速") as tx:
            records.change(tx, "person", person, {"mobile": f"1390000{next(_NUMBERS):04d}"})

    return edit


def _inserting(ledger: Ledger, rows: int) -> Callable[[], None]:
    values = [person(number) for number in range(rows)]

    def insert() -> None:
        with ledger.writing("测速") as tx:
            records.add_many(tx, "person", values)

    return insert


def person(number: int) -> dict[str, Any]:
    """Return the values of an invented person, told apart by a number."""
    return {
        "name": f"测速{number}",
        "gender": "1",
        "ethnicity": "01",
        "id_no": f"5299991970{number % 12 + 1:02d}01{number % 10000:04d}",
        "education": "21",
        "category": "TEACHER",
        "admin_post": "教师",
        "prof_title": "一级教师",
        "mobile": f"138{number:08d}",
        "address": f"清江县东门社区{number}号",
    }


def _drop_triggers(ledger: Ledger) -> None:
    with ledger.writing("测速") as tx:
        run = tx.session.connection().exec_driver_sql
        names = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            run(f"DROP TRIGGER {name}")
