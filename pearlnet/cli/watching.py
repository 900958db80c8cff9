"""A progress bar for computations that tell which share of them is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pearlnet.cli.output import Output


@contextmanager
def watched(out: Output, key: str) -> Iterator[Callable[[float], None]]:
    """A bar on standard error while there is a terminal; gone at the end.

    Args:
        out: In whose language the bar is labelled.
        key: Its label's key among the words.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(out.say(key), total=1.0)

        def watch(done: float) -> None:
            bar.update(task, completed=done)

        yield watch
