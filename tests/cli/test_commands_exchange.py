"""The exchange from the command line: found, enrol, join, pack, unpack, settle, password."""

import pytest

from app.cli.main import parse
from app.cli.main import run as run_command
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.store import records
from app.store.engine import Database


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "SPOKEN_CODE", Cost(1, 8))
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))


@pytest.fixture
def at(tmp_path, capsys):
    """Run a command on the data folder of a name; return its code and what it said."""
    import json

    def do(name, *arguments):
        capsys.readouterr()
        options = parse(["--data", str(tmp_path / name), *map(str, arguments)])
        code = 2 if options is None else run_command(options)
        said = capsys.readouterr()
        data = json.loads(said.out) if "--json" in arguments else None
        return code, data if data is not None else said.out + said.err

    return do


@pytest.fixture
def joined(at, tmp_path):
    """Return the ids of the school's organisation and person after it has joined."""
    assert at("bureau", "node", "found", "--name", "县教育局")[0] == 0
    database = Database(tmp_path / "bureau" / "dangwu.sqlite")
    with database.writing("试", author="") as tx:
        org = records.add(tx, "org_unit", {"full_name": "一小党支部", "kind": "BRANCH"})
        person = records.add(tx, "person", {"name": "张永杰"})
        records.add(tx, "membership", {"person_id": person, "org_id": org})
    database.close()
    usb = tmp_path / "usb"
    usb.mkdir()
    code, said = at("bureau", "node", "enrol", "--name", "一小", "--branch", org, "--out", usb)
    assert code == 0
    spoken = said.rpartition("：")[2].strip()
    (package,) = usb.iterdir()
    code, said = at("school", "node", "join", package, "--code", spoken)
    assert (code, "已加入" in said) == (0, True)
    package.unlink()
    return org, person


def change(tmp_path, name, person, **values):
    database = Database(tmp_path / name / "dangwu.sqlite")
    with database.writing("改", author=name) as tx:
        records.change(tx, "person", person, values)
    database.close()


def test_a_round_trip_with_a_conflict_from_joining_to_settling(at, joined, tmp_path):
    _, person = joined
    usb = tmp_path / "usb"
    change(tmp_path, "school", person, mobile="138")
    change(tmp_path, "bureau", person, mobile="139")
    code, said = at("school", "pack", "--out", usb)
    assert (code, "可以拔出U盘。" in said) == (0, True)
    code, found = at("bureau", "unpack", usb, "--preview", "--json")
    assert (code, found["sentences"][0]) == (0, "盘上有1个单位的报送，共1项变动，1处需要您定。")
    assert found["packages"][0]["fate"] == "TAKEN"
    code, said = at("bureau", "unpack", usb)
    assert (code, "第一次报送" in said) == (0, True)
    assert at("bureau", "unpack", usb, "--json")[1]["packages"][0]["fate"] == "KNOWN"
    (card,) = at("bureau", "conflicts", "--json")[1]
    (field,) = card["fields"]
    assert (card["record"], field["name"]) == (person, "mobile")
    assert "手机号码" in at("bureau", "conflicts")[1]
    assert at("bureau", "resolve", person, "mobile")[0] == 1
    chosen = field["sides"][1]
    code, said = at("bureau", "resolve", person, f"mobile={chosen['choice']}")
    assert (code, "已处理" in said) == (0, True)
    assert "没有需要核定的分歧" in at("bureau", "conflicts")[1]
    for path in usb.iterdir():
        path.unlink()
    at("bureau", "pack", "--out", usb)
    assert at("school", "unpack", usb)[0] == 0
    assert at("school", "conflicts", "--json")[1] == []


def test_a_stick_with_the_packages_of_all_schools_is_joined_by_and_read_without_a_complaint(
    at, tmp_path
):
    at("bureau", "node", "found", "--name", "县教育局")
    usb = tmp_path / "usb"
    usb.mkdir()
    codes = {}
    for name in ("一小", "二小"):
        said = at("bureau", "node", "enrol", "--name", name, "--out", usb)[1]
        codes[name] = said.rpartition("：")[2].strip()
    assert at("first", "node", "join", tmp_path / "nothing", "--code", codes["一小"])[0] == 1
    for place, name in (("first", "一小"), ("second", "二小")):
        assert at(place, "node", "join", usb, "--code", codes[name])[0] == 0
        assert at(place, "node", "status", "--json")[1]["name"] == name
        assert at(place, "pack", "--out", usb)[0] == 0
    assert at("bureau", "unpack", usb)[0] == 0
    at("bureau", "pack", "--out", usb)
    code, said = at("first", "unpack", usb)
    assert (code, "给别的单位的交换包，不用处理" in said) == (0, True)


def test_an_enrolment_that_could_not_be_written_is_withdrawn(at, tmp_path):
    at("bureau", "node", "found", "--name", "县教育局")
    assert at("bureau", "node", "enrol", "--name", "一小", "--out", tmp_path / "gone")[0] == 1
    board = at("bureau", "node", "board", "--since", "2010-01-01", "--json")[1]
    assert board["tiles"] == []


def test_who_we_are_and_who_the_others_are(at, joined, tmp_path):
    assert "还没有加入" in at("alone", "node", "status")[1]
    status = at("school", "node", "status", "--json")[1]
    assert (status["role"], status["name"], status["waits_for_bureau"]) == ("SCHOOL", "一小", True)
    assert "教育局还没有收到" in at("school", "node", "status")[1]
    at("school", "pack", "--out", tmp_path / "usb")
    at("bureau", "unpack", tmp_path / "usb")
    assert [each["name"] for each in at("bureau", "node", "list", "--json")[1]] == [
        "一小",
        "县教育局",
    ]
    board = at("bureau", "node", "board", "--since", "2010-01-01", "--json")[1]
    assert [tile["state"] for tile in board["tiles"]] == ["RECEIVED"]
    assert "已收" in at("bureau", "node", "board", "--since", "2010-01-01")[1]
    assert at("bureau", "node", "board", "--since", "yesterday")[0] == 1
    node = status["node"]
    assert at("bureau", "node", "revoke", node, "--why", "丢失")[0] == 0
    assert "已停用：丢失" in at("bureau", "node", "list")[1]


def test_the_bureaus_pc_is_recovered_with_the_sheet(at):
    said = at("bureau", "node", "found", "--name", "县教育局")[1]
    sheet = said.strip().splitlines()[-1]
    assert at("bureau", "node", "recover", "--name", "县教育局", "--sheet", "ABCD")[0] == 1
    code, said = at("bureau", "node", "recover", "--name", "县教育局", "--sheet", sheet)
    assert (code, "局里原来的都已停用" in said) == (0, True)


def test_a_damaged_package_ends_with_one(at, joined, tmp_path):
    (tmp_path / "usb" / "x.dwpkg").write_bytes(b"damaged")
    code, found = at("bureau", "unpack", tmp_path / "usb", "--json")
    assert code == 1
    assert found["packages"][0]["refusal"] == "DAMAGED"


def test_the_password_from_the_environment_opens_the_ledger(at, monkeypatch):
    monkeypatch.setenv("DANGWU_NEW_PASSWORD", "qing-jiang-1")
    assert at("office", "node", "password")[0] == 0
    code, said = at("office", "node", "status")
    assert (code, "要输入密码" in said) == (1, True)
    monkeypatch.setenv("DANGWU_PASSWORD", "qing-jiang-1")
    assert at("office", "node", "status")[0] == 0
    monkeypatch.setenv("DANGWU_NEW_PASSWORD", "qing-jiang-2")
    assert at("office", "node", "password")[0] == 0
    assert at("office", "node", "status")[0] == 1
    monkeypatch.setenv("DANGWU_PASSWORD", "qing-jiang-2")
    assert at("office", "node", "status")[0] == 0


def test_node_without_an_act_is_wrong_usage(at):
    assert at("office", "node")[0] == 2
    assert at("office", "pack")[0] == 2


def test_the_shapes_of_json_stay_as_the_page_for_builders_tells_them(at, joined, tmp_path):
    _, person = joined
    usb = tmp_path / "usb"
    change(tmp_path, "school", person, mobile="138")
    change(tmp_path, "bureau", person, mobile="139")
    at("school", "pack", "--out", usb)
    found = at("bureau", "unpack", usb, "--json")[1]
    assert list(found) == ["sentences", "packages"]
    (package,) = found["packages"]
    assert list(package) == [
        "fate", "package", "sender", "name", "made_at", "changes", "counts", "to_settle", "batch",
        "differs", "refusal", "kind", "number",
    ]  # fmt: skip
    assert (package["counts"], package["differs"], package["refusal"]) == ({"person": 1}, [], "")
    (card,) = at("bureau", "conflicts", "--json")[1]
    assert list(card) == ["table", "record", "title", "kind", "fields"]
    (field,) = card["fields"]
    assert list(field) == ["name", "label", "sides", "can_keep_both", "is_bureaus"]
    assert list(field["sides"][0]) == [
        "choice", "text", "who", "unit", "at", "source", "is_shown", "is_proposal",
        "paper",
    ]  # fmt: skip
    status = at("bureau", "node", "status", "--json")[1]
    assert list(status) == [
        "node", "role", "name", "branches", "roster_version", "waits_for_bureau",
    ]  # fmt: skip
    assert at("alone", "node", "status", "--json")[1]["role"] is None
    for node in at("bureau", "node", "list", "--json")[1]:
        assert list(node) == [
            "node", "role", "name", "branches", "sign_key", "box_key", "root_signature",
            "revoked_on", "revoked_why",
        ]  # fmt: skip
    board = at("bureau", "node", "board", "--since", "2010-01-01", "--json")[1]
    assert list(board) == ["sentence", "tiles"]
    assert list(board["tiles"][0]) == [
        "node", "name", "state", "made_on", "received_on", "last_package", "waiting_n",
        "to_settle_n", "unconfirmed_n", "problem", "handed", "is_by_file",
        "last_number", "missing", "told_again",
    ]  # fmt: skip


def test_a_received_package_is_undone_by_its_batch(at, joined, tmp_path):
    _, person = joined
    usb = tmp_path / "usb"
    change(tmp_path, "school", person, mobile="138")
    at("school", "pack", "--out", usb)
    batch = at("bureau", "unpack", usb, "--json")[1]["packages"][0]["batch"]
    code, said = at("bureau", "undo", batch)
    assert (code, "已撤销“收下‘一小’的报送”" in said) == (0, True)
    code, said = at("bureau", "undo", batch)
    assert (code, "已经撤销过了" in said, "没有改动" in said) == (1, True, True)


def test_a_bureau_without_a_name_is_refused(at):
    code, said = at("bureau", "node", "found", "--name", "")
    assert (code, "单位名称是空的" in said) == (1, True)
    assert at("bureau", "node", "status", "--json")[1]["role"] is None


def test_the_bureau_orders_an_erasure_and_the_school_follows_it(at, joined, tmp_path):
    _, person = joined
    usb = tmp_path / "usb"
    code, said = at("school", "node", "erase", person, "--why", "7号")
    assert (code, "只有教育局的电脑" in said) == (1, True)
    assert at("school", "pack", "--out", usb)[0] == at("bureau", "unpack", usb)[0] == 0
    code, said = at("bureau", "node", "erase", person, "--why", "7号")
    assert (code, "已清除1人的个人信息" in said) == (0, True)
    assert at("bureau", "pack", "--out", usb)[0] == at("school", "unpack", usb)[0] == 0
    for name in ("bureau", "school"):
        code, said = at(name, "history", person)
        assert (code, "张永杰" in said) == (0, False)
