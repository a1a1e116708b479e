"""依法清除: a person's data is gone from the rows, the journal and every other machine."""

from contextlib import closing

import pytest

from app.base.errors import UserError
from app.exchange.package_bytes import PackageRefused
from app.services import batches, health
from app.services.exchange import erasing, packing, receiving, setup
from app.services.ledger import Ledger
from app.store import history, info, members, merging, node, records
from app.store.engine import REWRITE_DUE
from tests.services.exchange.row_stories import rows_of
from tests.services.exchange.world import BUREAU, BUREAU_2, SCHOOL_A, SCHOOL_A_2, SCHOOL_B

NAME, NUMBER, MOBILE = "欧阳清除", "529999199001011234", "13900007777"
BASIS = "青教党办〔2010〕7号"


def text_in(database):
    """Return everything that stands in any row of a file."""
    return str(rows_of(database))


def is_anywhere(database):
    found = text_in(database)
    return any(word in found for word in (NAME, NUMBER, MOBILE))


@pytest.fixture
def person(world):
    """Somebody whom the school has entered by mistake, known everywhere and then removed."""
    with world.writing(SCHOOL_A, f"录入党员 {NAME}") as tx:
        values = {"name": NAME, "id_no": NUMBER, "mobile": MOBILE}
        found = records.add(tx, "person", values)
        belongs = {"person_id": found, "org_id": world.orgs[0], "introducer_1": NAME}
        membership = records.add(tx, "membership", belongs)
        members.refresh_search(tx, _Quiet())
    world.check()
    with world.writing(SCHOOL_A, "删除") as tx:
        records.remove(tx, "membership", membership)
        records.remove(tx, "person", found)
    world.check()
    assert all(is_anywhere(world.nodes[n].database) for n in (BUREAU, BUREAU_2, SCHOOL_A))
    return found


class _Quiet:
    def step(self, *_):
        pass


def erase(world, person):
    world.wall += 1000
    return erasing.erase(world.nodes[BUREAU].ledger, [person], BASIS)


def test_nothing_is_left_of_a_person_on_any_machine(world, person):
    twice = erasing.erase(world.nodes[BUREAU].ledger, [person, person], BASIS)
    assert "1人的个人信息，共2条记录" in twice.sentence
    assert not is_anywhere(world.nodes[BUREAU].database)
    world.check()
    for number in range(5):
        database = world.nodes[number].database
        assert not is_anywhere(database)
        with world.nodes[number].ledger.reading() as tx:
            assert history.broken_links(tx) == []
    assert health.check(world.nodes[BUREAU].ledger) == ()


def test_titles_name_nobody_under_a_former_name_or_beside_another_record(world, person):
    former = "欧阳旧名"
    with world.writing(SCHOOL_A, f"修改党员 {former}") as tx:
        records.restore(tx, "person", [person])
        records.change(tx, "person", person, {"name": former})
    with world.writing(SCHOOL_A, f"组织关系转出：{former}") as tx:
        transfer = records.add(tx, "transfer", {"person_id": person})
    with world.writing(SCHOOL_A, f"组织关系转出：{NAME}") as tx:
        records.change(tx, "transfer", transfer, {"remark": "改"})
    with world.writing(SCHOOL_A, "改回") as tx:
        records.change(tx, "person", person, {"name": NAME})
    world.check()
    assert former in text_in(world.nodes[BUREAU].database)
    erase(world, person)
    world.check()
    for number in (BUREAU, SCHOOL_A, SCHOOL_A_2):
        assert former not in text_in(world.nodes[number].database)
        assert not is_anywhere(world.nodes[number].database)


def test_who_joins_later_or_asks_for_everything_gets_an_empty_shell_that_can_be_checked(
    world, person
):
    erase(world, person)
    made = world.pack(BUREAU, SCHOOL_A_2, whole=True)
    assert world.deliver(SCHOOL_A_2, made.data) is receiving.Fate.TAKEN
    assert not is_anywhere(world.nodes[SCHOOL_A_2].database)
    world.check()


def test_what_a_school_writes_before_it_knows_is_emptied_when_it_comes(world, person):
    late = world.nodes[SCHOOL_A].ledger
    with late.writing("恢复") as tx:
        records.restore(tx, "person", [person])
        records.change(tx, "person", person, {"address": NAME})
    erase(world, person)
    data = world.pack(SCHOOL_A, BUREAU).data
    assert world.deliver(BUREAU, data) is receiving.Fate.TAKEN
    assert not is_anywhere(world.nodes[BUREAU].database)
    world.check()
    assert not is_anywhere(late.database)
    with world.nodes[BUREAU].ledger.reading() as tx:
        assert records.get(tx, "person", person, with_removed=True)["removed_at"]


def test_only_the_bureaus_own_pc_orders_it(world, person):
    assert setup.keeps_list(world.nodes[BUREAU].ledger)
    for number in (SCHOOL_A, BUREAU_2):
        assert not setup.keeps_list(world.nodes[number].ledger)
        with pytest.raises(UserError):
            erasing.erase(world.nodes[number].ledger, [person], BASIS)
    assert is_anywhere(world.nodes[BUREAU].database)


@pytest.mark.parametrize("author", [SCHOOL_A, BUREAU_2])
def test_an_order_by_anybody_else_is_refused_with_all_that_comes_with_it(world, person, author):
    with world.writing(author) as tx:
        forged = {"erased_table": "person", "erased_id": world.persons[0], "label": "无"}
        records.add(tx, "erasure", forged)
    data = world.pack(author, BUREAU).data
    before = world.state(BUREAU)
    with pytest.raises(PackageRefused, match="不是教育局下的") as refused:
        receiving.take(world.nodes[BUREAU].ledger, data)
    assert refused.value.code == "ERASURE"
    assert world.state(BUREAU) == before


def test_nobody_takes_an_order_back(world, person):
    erase(world, person)
    world.check()
    with world.nodes[SCHOOL_B].ledger.reading() as tx:
        order = records.find(tx, "erasure", erased_id=person)[0]["id"]
    with world.writing(SCHOOL_B) as tx:
        records.remove(tx, "erasure", order)
    with pytest.raises(PackageRefused, match="不是教育局下的"):
        receiving.take(world.nodes[BUREAU].ledger, world.pack(SCHOOL_B, BUREAU).data)


def test_content_that_is_missing_without_an_order_is_a_forgery(world, person, monkeypatch):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    first = world.persons[0]
    real = packing.shipments.erased
    monkeypatch.setattr("app.store.shipments.erased", lambda tx: {**real(tx), first: None})
    with pytest.raises(PackageRefused, match="来历不明") as refused:
        receiving.take(world.nodes[BUREAU].ledger, world.pack(SCHOOL_A, BUREAU).data)
    assert refused.value.code == "FORGED"


def test_it_cannot_be_undone_nor_restored_and_is_not_in_the_recycle_bin(world, person):
    bureau = world.nodes[BUREAU].ledger
    assert erase(world, person).batch == ""
    batch = batches.recent(bureau, 1)[0].id
    with pytest.raises(UserError, match="依法清除"):
        batches.undo(bureau, batch)
    with pytest.raises(UserError, match="依法清除"):
        batches.restore(bureau, {"person": [person]})
    assert person not in {row.id for row in batches.bin_rows(bureau)}
    received = [b.id for b in batches.recent(bureau) if "第一小学" in b.title]
    told = [batches.why_not(bureau, each) for each in received]
    assert any("依法清除" in sentence for sentences in told for sentence in sentences)


def test_who_is_a_member_is_not_erased_and_the_reason_is_asked_for(world):
    bureau = world.nodes[BUREAU].ledger
    with bureau.reading() as tx:
        (own,) = records.find(tx, "membership", person_id=world.persons[0])
    for status, reason in (("NORMAL", "在册党员"), ("SUSPENDED", "停止党籍")):
        with bureau.writing("在册") as tx:
            records.change(tx, "membership", own["id"], {"status": status})
        with pytest.raises(UserError, match=reason):
            erasing.erase(bureau, [world.persons[0]], BASIS)
    with pytest.raises(UserError, match="依据"):
        erasing.erase(bureau, [world.persons[0]], "  ")
    with pytest.raises(UserError, match="没有这个人"):
        erasing.erase(bureau, ["nobody"], BASIS)


def test_of_one_who_has_left_the_history_stays_and_names_nobody(world):
    bureau = world.nodes[BUREAU].ledger
    with bureau.writing("去世") as tx:
        person = records.add(tx, "person", {"name": NAME, "id_no": NUMBER, "mobile": MOBILE})
        values = {"person_id": person, "org_id": world.orgs[0], "status": "DECEASED"}
        membership = records.add(tx, "membership", values)
    erase(world, person)
    with pytest.raises(UserError, match="已经清除过"):
        erasing.erase(bureau, [person], BASIS)
    world.check()
    for number in (BUREAU, SCHOOL_A):
        with world.nodes[number].ledger.reading() as tx:
            assert records.get(tx, "membership", membership)["status"] == "DECEASED"
            assert records.get(tx, "person", person)["name"] == erasing.LABEL
    assert not is_anywhere(world.nodes[SCHOOL_A].database)


def test_a_bureau_replaced_since_has_its_orders_believed(world, person):
    erase(world, person)
    bureau = world.nodes[BUREAU].ledger
    setup.recover_bureau(bureau, world.sheet, "县教育局")
    made = packing.make(bureau, [world.ids[SCHOOL_A]])[0]
    assert receiving.take(world.nodes[SCHOOL_A].ledger, made.data).fate is receiving.Fate.TAKEN
    assert not is_anywhere(world.nodes[SCHOOL_A].database)


def test_no_byte_of_it_is_left_in_the_file_once_that_was_opened_again(tmp_path):
    path = tmp_path / "dangwu.sqlite"
    with closing(Ledger.open(path, author="李文书")) as ledger:
        setup.found_bureau(ledger, "县教育局")
        with ledger.writing("录入") as tx:
            people = [{"name": f"某人{n}", "remark": MOBILE[:3] * n} for n in range(200)]
            records.add_many(tx, "person", people)
            values = {"name": NAME, "id_no": NUMBER, "mobile": MOBILE}
            person = records.add(tx, "person", values)
            members.refresh_search(tx, _Quiet())
        for turn in range(5):
            with ledger.writing("修改") as tx:
                records.change(tx, "person", person, {"address": f"{NAME}{turn}"})
        erasing.erase(ledger, [person], BASIS)
    Ledger.open(path).close()
    for file in tmp_path.iterdir():
        left = file.read_bytes()
        assert not [word for word in (NAME, NUMBER, MOBILE) if word.encode() in left], file
    with closing(Ledger.open(path)) as again, again.reading() as tx:
        assert info.read(tx, REWRITE_DUE) == ""


def test_deriving_everything_again_brings_nothing_back(world, person):
    erase(world, person)
    with world.writing(BUREAU, "重算") as tx:
        merging.rebuild(tx, node.roster(tx))
    assert not is_anywhere(world.nodes[BUREAU].database)
