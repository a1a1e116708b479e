"""The log file: rotating, masked, and free after use."""

import logging

import pytest

from app.base import log


def written(path):
    return path.read_text(encoding="utf-8")


def test_information_is_written_and_debugging_is_not(tmp_path):
    with log.writing_to(tmp_path / "logs") as path:
        logging.getLogger("app.services.any").info("导入 %d 行", 25)
        logging.getLogger("app.services.any").debug("detail")
    assert "INFO" in written(path)
    assert "导入 25 行" in written(path)
    assert "detail" not in written(path)


@pytest.mark.parametrize("personal", ["529999198001011234", "52999919800101123X", "13900000000"])
def test_id_numbers_and_phones_are_masked_in_lines_and_tracebacks(tmp_path, personal):
    with log.writing_to(tmp_path) as path:
        logging.getLogger("app").warning("row of %s refused", personal)
        try:
            int(f"bad value {personal}")
        except ValueError:
            logging.getLogger("app").exception("a bug")
    assert personal not in written(path)
    assert "row of *** refused" in written(path)
    assert "'bad value ***'" in written(path)


def test_record_ids_and_counts_are_not_taken_for_personal_numbers(tmp_path):
    harmless = "019a2b3c-4d5e-7f60-8123-139000000001 100000 1764000000000"
    with log.writing_to(tmp_path) as path:
        logging.getLogger("app").info(harmless)
    assert harmless in written(path)


def test_after_the_block_nothing_is_written_and_the_file_is_free(tmp_path):
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    with log.writing_to(tmp_path) as path:
        pass
    logging.getLogger("app").error("too late")
    assert (root.handlers, root.level) == (handlers, level)
    assert written(path) == ""
    path.unlink()


def test_old_files_are_dropped_so_that_the_log_stays_small(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "MAX_BYTES", 1000)
    with log.writing_to(tmp_path):
        for number in range(200):
            logging.getLogger("app").info("line %d", number)
    files = list(tmp_path.iterdir())
    assert len(files) == log.KEPT_FILES + 1
    assert sum(file.stat().st_size for file in files) <= 1000 * len(files)
