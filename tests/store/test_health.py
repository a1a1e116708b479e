from app.base.progress import Silent
from app.domain.dates import PartialDate
from app.store import health, members, records


def test_a_new_file_is_sound(database):
    with database.reading() as tx:
        assert health.damage(tx) == []
        assert health.dangling(tx) == {}
        assert health.search_faults(tx) == 0
        assert health.years(tx) == []


def test_search_faults_and_years_follow_the_records(database):
    with database.writing("新增", author="") as tx:
        person = records.add(tx, "person", {"name": "张三"})
        for happened in (PartialDate.of("2010"), PartialDate.of("2008-05"), None):
            records.add(tx, "membership_event", {"person_id": person, "happened_on": happened})
    with database.reading() as tx:
        assert health.search_faults(tx) == 1
        assert health.years(tx) == [2010, 2008]
    with database.writing("检索", author="") as tx:
        members.refresh_search(tx, Silent())
    with database.reading() as tx:
        assert health.search_faults(tx) == 0
