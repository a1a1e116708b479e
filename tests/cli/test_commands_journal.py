import sqlcipher3.dbapi2


def test_the_history_of_a_record_is_its_operations_in_order(run):
    some = run("figures", "--year", "2010", "--json").data["N05"]["records"][0]
    found = run("history", some, "--json").data
    assert [one["seq"] for one in found] == sorted(one["seq"] for one in found)
    born = found[0]
    for name in ("seq", "id", "at", "author", "batch", "table", "kind", "changes", "base"):
        assert name in born
    assert born["kind"] == "I"
    assert born["table"] == "membership_event"
    assert born["changes"]["kind"] == "ACCEPTED"
    assert "生成练习数据" in run("history", some).out


def test_a_record_that_never_was_has_no_history(run):
    assert run("history", "no-such-record").code == 1


def test_a_sound_ledger_has_nothing_to_report(run):
    ended = run("check", "--json")
    assert ended.code == 0
    assert ended.data == []
    assert "没有发现问题" in run("check").out


def test_a_ledger_changed_behind_our_back_is_reported(run, data):
    file = sqlcipher3.dbapi2.connect(str(data / "dangwu.sqlite"))
    file.execute("UPDATE operation SET kind = 'D' WHERE seq = 5")
    file.commit()
    file.close()
    ended = run("check", "--json")
    assert ended.code == 1
    assert [one["code"] for one in ended.data] == ["journal.broken", "journal.unrecorded"]
    assert "第5条" in ended.data[0]["message"]


def test_after_an_update_the_ledger_is_copied_and_still_opens(run, data):
    ended = run("upgrade")
    assert ended.code == 0
    (copy,) = (data / "backups").glob("升级到*.sqlite")
    assert copy.name in ended.out
    assert run("check").code == 0
