"""How figures are printed: a table for people, and one JSON object as the last line."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement beside its peer; ``ratio`` above 1 means that ours is better."""

    name: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    more_is_better: bool = True

    @property
    def ratio(self) -> float | None:
        """None where the peer has nothing."""
        better, worse = (self.ours, self.peer) if self.more_is_better else (self.peer, self.ours)
        return round(better / worse, 3) if worse else None


def show(figures: Sequence[Figure]) -> None:
    """Print all figures."""
    width = max(len(item.name) for item in figures)
    print(f"{'figure':{width}}  {'ours':>12}  {'peer':>12}  {'ratio':>6}  unit, peer")
    for item in figures:
        ratio = "-" if item.ratio is None else f"{item.ratio:.2f}"
        print(
            f"{item.name:{width}}  {item.ours:12,.3f}  {item.peer:12,.3f}  {ratio:>6}  "
            f"{item.unit}, {item.peer_name}"
        )
    rows = [
        {
            key: value
            for key, value in {**asdict(item), "ratio": item.ratio}.items()
            if key != "more_is_better"
        }
        for item in figures
    ]
    print(json.dumps({"figures": rows}))
