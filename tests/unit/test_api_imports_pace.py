"""How fast an import goes, and how names of uploads are made fit."""

import pytest

from api.imports.upload import file_name
from api.imports.worker import pace_of
from ingest.runs.summary import Progress

FIRST = Progress("a.csv", 100, 1_000, 11_000)


def test_the_time_left_follows_from_the_bytes_read_since_the_first_report() -> None:
    pace = pace_of(FIRST, Progress("a.csv", 500, 6_000, 11_000), 2.0)
    assert (pace.rows_per_second, pace.seconds_left) == (200.0, 2.0)


@pytest.mark.parametrize(("bytes_read", "seconds"), [(1_000, 0.0), (1_000, 5.0), (2_000, 0.0)])
def test_nothing_is_foretold_from_one_report(bytes_read: int, seconds: float) -> None:
    pace = pace_of(FIRST, Progress("a.csv", 100, bytes_read, 11_000), seconds)
    assert (pace.rows_per_second, pace.seconds_left) == (None, None)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("需求 2026.csv", "需求 2026.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\a.csv", "a.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        (".hidden.csv", "hidden.csv"),
        ("..", "upload"),
        ("dir/", "upload"),
        ("", "upload"),
    ],
)
def test_a_name_is_fit_for_a_file(given: str, name: str) -> None:
    assert file_name(given, "upload") == name


def test_a_long_name_keeps_its_suffix_and_fits_a_disk() -> None:
    name = file_name("长" * 500 + ".csv.gz", "upload")
    assert name.endswith(".csv.gz")
    assert len(name.encode()) < 255
