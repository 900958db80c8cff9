"""How long an import waits for a store that went away, and when it does not."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import pytest

from graph.errors import GraphError, StoreUnavailable
from graph.memory import MemoryStore
from graph.memory.writer import MemoryWriter
from ingest.runs.patience import Patience, PatientStore, Wait
from pearlnet.cli.imports import tell_wait
from pearlnet.cli.output import Output
from pearlnet.settings import Language

T = TypeVar("T")


class Away(MemoryStore):
    """A store that fails some times before it answers."""

    def __init__(self, times: int, fault: BaseException | None = None) -> None:
        super().__init__()
        self.times = times
        self.asked = 0
        self._fault = fault or StoreUnavailable("gone; start it")

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        self._answer()
        return super().notes(prefix)

    def write(self, work: Callable[[MemoryWriter], T]) -> T:
        self._answer()
        return super().write(work)

    def _answer(self) -> None:
        self.asked += 1
        if self.asked <= self.times:
            raise self._fault


def test_it_asks_again_ever_later_until_the_store_answers() -> None:
    pauses: list[float] = []
    waits: list[Wait] = []
    store = PatientStore(Away(7), Patience(600, waits.append, pause=pauses.append))
    assert store.notes() == {}
    assert pauses == [0.5, 1, 2, 4, 8, 10, 10]
    assert (len(waits), waits[0]) == (7, Wait("gone; start it", 0, 600))


def test_each_absence_is_told_from_its_beginning() -> None:
    away = Away(1)
    waits: list[Wait] = []
    store = PatientStore(away, Patience(600, waits.append, pause=lambda _: None))
    store.write(lambda writer: writer.put_notes({"a": "b"}))
    away.asked = 0
    assert store.notes() == {"a": "b"}
    assert [wait.seconds for wait in waits] == [0, 0]


def test_without_patience_the_first_failure_is_told() -> None:
    away = Away(1)
    with pytest.raises(StoreUnavailable):
        PatientStore(away, Patience(0)).notes()
    assert away.asked == 1


def test_once_it_gave_up_it_waits_no_more() -> None:
    away, stops = Away(9), iter([False, True])
    store = PatientStore(away, Patience(600, stop=lambda: next(stops), pause=lambda _: None))
    with pytest.raises(StoreUnavailable):
        store.notes()
    assert away.asked == 2
    with pytest.raises(StoreUnavailable):
        store.notes()
    assert away.asked == 3


def test_an_interrupt_ends_all_waiting() -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    away = Away(9)
    store = PatientStore(away, Patience(600, pause=interrupted))
    with pytest.raises(KeyboardInterrupt):
        store.notes()
    with pytest.raises(StoreUnavailable):
        store.notes()
    assert away.asked == 2


def test_other_faults_are_not_waited_for() -> None:
    away = Away(1, GraphError("no such field"))
    with pytest.raises(GraphError, match="no such field"):
        PatientStore(away, Patience(600)).notes()
    assert away.asked == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "等它恢复，最多 600 秒"), ("en", "the import waits, 600 s at most")],
)
def test_who_watches_is_told_once_in_their_language(
    language: Language, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for seconds in (0.0, 0.5, 1.5):
        tell_wait(Output(language), Wait("gone; start it", seconds, 600))
    told = capsys.readouterr().err
    assert (told.count(words), told.count("gone; start it")) == (1, 1)
