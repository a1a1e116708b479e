"""P9: packages by stick, against the same bytes packed plainly and the same rows merged plainly."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pyrage
import zstandard

from app.base.paths import DataFolder
from app.cli.bench.journal import person
from app.cli.bench.measuring import Measured, Title, measured, seconds
from app.cli.opening import opened
from app.domain.packages import WireOperation
from app.exchange.node_keys import new_keys, public_key
from app.exchange.package_bytes import opened as opened_package
from app.services.exchange import enrolment, packing, receiving, setup
from app.services.ledger import Ledger
from app.store import node, records

_RUNS = 3
_PACKAGES, _OF_A_PACKAGE = 200, 60
_YEAR_SECONDS = 60.0
_BUREAU, _SCHOOL = "县教育局", "测速学校"


def exchange(folder: DataFolder, rows: int) -> Iterator[Measured]:
    """Write, merge and copy one package of many changes, then merge those of a whole year."""
    with ExitStack() as end:
        bureau = end.enter_context(opened(folder))
        school = end.enter_context(opened(_made(folder.root / "bench-school")))
        _join(bureau, school)
        with school.writing("测速") as tx:
            records.add_many(tx, "person", [person(number) for number in range(rows)])
        data = packing.make(school)[0].data
        operations = _operations(school, bureau, data)
        yield _writing(school, operations)
        yield from _merging(folder, bureau, data, operations)
        receiving.take(bureau, data)
        yield _year(bureau, school, min(_PACKAGES, max(rows // _OF_A_PACKAGE, 1)))


def _made(place: Path) -> DataFolder:
    folder = DataFolder(place)
    folder.create()
    return folder


def _join(bureau: Ledger, school: Ledger) -> None:
    setup.found_bureau(bureau, _BUREAU)
    with bureau.reading() as tx:
        branch = records.find(tx, "org_unit", kind="BRANCH")[0]["id"]
    made = enrolment.make(bureau, _SCHOOL, (branch,))
    enrolment.join(school, made.data, made.code)
    receiving.take(bureau, packing.make(school)[0].data)


def _operations(school: Ledger, bureau: Ledger, data: bytes) -> tuple[WireOperation, ...]:
    with bureau.reading() as tx:
        who = node.identity(tx)
    with school.reading() as tx:
        author = node.identity(tx)
    if who is None or author is None:
        raise LookupError(_BUREAU)
    key = public_key(author.sign_seed)
    return opened_package(data, who.box_secret).proved(lambda _: key).contents.operations


def _writing(school: Ledger, operations: tuple[WireOperation, ...]) -> Measured:
    title = Title("P9", f"做{len(operations)}项变动的交换包", "json + zstd + age", 2)
    recipients = [pyrage.x25519.Recipient.from_str(new_keys().box_key) for _ in range(2)]

    def plain() -> None:
        text = json.dumps([_values(each) for each in operations], ensure_ascii=False).encode()
        pyrage.encrypt(zstandard.ZstdCompressor(level=9).compress(text), recipients)

    pairs = [(seconds(plain), seconds(lambda: packing.make(school))) for _ in range(_RUNS)]
    return measured(title, pairs)


def _values(operation: WireOperation) -> list[Any]:
    return [operation.table, operation.row, operation.kind, operation.changes, operation.hlc]


def _merging(
    folder: DataFolder, bureau: Ledger, data: bytes, operations: tuple[WireOperation, ...]
) -> Iterator[Measured]:
    """Take the package in on copies of the ledger, against ATTACH with upsert, and a file copy."""
    size = f"{len(data) / 1000:.0f} KB"
    upsert = Title("P9", f"核对并合并{len(operations)}项变动（{size}）", "ATTACH + upsert", 4)
    copying = Title("P9", "同上", "把台账文件复制一遍", 4)
    found, copied = [], []
    for run in range(_RUNS):
        copy = _made(folder.root / f"merge-{run}")
        bureau.database.backup(copy.database)
        target = copy.root / "copy.sqlite"
        copied.append(seconds(lambda: shutil.copy(copy.database, target)))  # noqa: B023 - called here
        floor = _floor(target, operations)
        with opened(copy) as ledger:
            found.append((floor, seconds(lambda: receiving.take(ledger, data))))
        shutil.rmtree(copy.root, ignore_errors=True)
    yield measured(upsert, found)
    yield measured(copying, [(c, ours) for c, (_, ours) in zip(copied, found, strict=True)])


def _floor(target: Path, operations: tuple[WireOperation, ...]) -> float:
    """Return how long a plain merge of the same rows takes, journal and signatures left out."""
    source = target.with_name("source.sqlite")
    with closing(sqlite3.connect(target)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        born = [{"id": each.row, **json.loads(each.changes)} for each in operations]
        columns = list(born[0])
        connection.execute("ATTACH ? AS other", (str(source),))
        connection.execute(f"CREATE TABLE other.person ({', '.join(columns)})")
        connection.commit()
        places = ", ".join("?" * len(columns))
        values = [[row.get(name, "") for name in columns] for row in born]
        connection.executemany(f"INSERT INTO other.person VALUES ({places})", values)  # noqa: S608
        connection.commit()
        wanted = ", ".join(columns)
        sets = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
        statement = (
            f"INSERT INTO main.person ({wanted}) SELECT {wanted} FROM other.person WHERE true"  # noqa: S608
            f" ON CONFLICT (id) DO UPDATE SET {sets}"
        )

        def merge() -> None:
            connection.execute(statement)
            connection.commit()

        return seconds(merge)


def _year(bureau: Ledger, school: Ledger, packages: int) -> Measured:
    """Take in the packages that 200 schools send, or so many of them; the floor is the goal."""
    goal = _YEAR_SECONDS * packages / _PACKAGES
    title = Title("P9", f"合并{packages}个交换包，每个{_OF_A_PACKAGE}项", f"{goal:.1f}秒", 1)
    with school.reading() as tx:
        ids = [row["id"] for row in records.find(tx, "person")]
    spent = 0.0
    for number in range(packages):
        start = number * _OF_A_PACKAGE % max(len(ids) - _OF_A_PACKAGE, 1)
        with school.writing("测速") as tx:
            records.change(
                tx, "person", ids[start : start + _OF_A_PACKAGE], {"remark": str(number)}
            )
        data = packing.make(school)[0].data
        spent += seconds(lambda: receiving.take(bureau, data))  # noqa: B023 - called here
        receiving.take(school, packing.make(bureau)[0].data)
    return measured(title, [(goal, spent)])
