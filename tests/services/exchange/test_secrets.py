"""What must never lie on a disk unprotected: private keys, one-time codes, the root key."""

import base64
from contextlib import ExitStack

import pytest

from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.services import access
from app.services.backups import back_up
from app.services.exchange import enrolment, lives, packing, setup, sticks
from app.store import node, records
from tests.services.exchange.world import CHEAP

WORD = "qing-jiang-1"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", CHEAP)
    monkeypatch.setattr(secret_boxes, "SPOKEN_CODE", CHEAP)


def opened(end, place):
    folder = DataFolder(place)
    folder.create()
    access.set_password(folder, WORD)
    ledger = access.open_ledger(folder, WORD, author="李文书")
    end.callback(ledger.close)
    return ledger


def identity(ledger):
    with ledger.reading() as tx:
        return node.identity(tx)


def forms(secret):
    """Return a secret as it could stand in a file: raw, as hex, as base64."""
    plain = secret if isinstance(secret, bytes) else secret.encode()
    yield from (plain, plain.hex().encode(), plain.hex().upper().encode())
    yield base64.b64encode(plain)[:-4]


def test_no_file_that_a_node_ever_writes_holds_a_private_key(tmp_path):
    usb, secrets = tmp_path / "usb", {}
    usb.mkdir()
    with ExitStack() as end:
        bureau, school = (opened(end, tmp_path / name) for name in ("bureau", "school"))
        secrets["root"] = setup.seed_of_sheet(setup.found_bureau(bureau, "县教育局"))
        with bureau.writing("试") as tx:
            org = records.add(tx, "org_unit", {"full_name": "第一小学党支部", "kind": "BRANCH"})
            person = records.add(tx, "person", {"name": "张永杰"})
            records.add(tx, "membership", {"person_id": person, "org_id": org})
        made = enrolment.write(enrolment.make(bureau, "第一小学", (org,)), usb)
        secrets["code"] = made.code.replace(" ", "")
        enrolment.join(school, made.data, made.code)
        for one, other in ((school, bureau), (bureau, school)):
            packing.pack(one, usb)
            sticks.receive(other, sticks.look(other, [usb]), tmp_path / "backups")
        for ledger in (bureau, school):
            who = identity(ledger)
            secrets[f"{who.name} sign"] = who.sign_seed
            secrets[f"{who.name} box"] = who.box_secret
            secrets[f"{who.name} data"] = ledger.database.key
            back_up(ledger, tmp_path / f"{who.name}.sqlite")
            lives.restored(ledger)
        secrets["enrol"] = identity(school).enrol_seed
        found = leaks(tmp_path, secrets)
    assert found == leaks(tmp_path, secrets) == []
    assert all(secrets.values())


def leaks(folder, secrets):
    """Return which secret stands in which file; the write-ahead logs count while they are there."""
    return [
        (path.name, name)
        for path in folder.rglob("*")
        if path.is_file()
        for name, secret in secrets.items()
        if any(form in path.read_bytes() for form in forms(secret))
    ]


def test_the_search_would_find_a_key_in_an_open_ledger(tmp_path):
    """Without a password the keys are as open as the records: the practice county is never real."""
    from contextlib import closing

    from app.services.ledger import Ledger

    with closing(Ledger.open(tmp_path / "x.sqlite", author="李文书")) as ledger:
        setup.found_bureau(ledger, "县教育局")
        who = identity(ledger)
    found = leaks(tmp_path, {"sign": who.sign_seed, "box": who.box_secret})
    assert {name for _, name in found} == {"sign", "box"}
