"""How well hidden adoptions are found: on the starter data, and on the trade data of a folder.

Every adoption is hidden once, in five seeded parts; proximity, density, margins and the fit are
computed anew from what is left. On the starter data the use cases behind a hidden adoption are
hidden with it; on the trade data the amount is, and advantage is measured anew. The peers in the
same run are popularity, the product of the margins, and chance. With a folder as argument, its
``world_trade_avg_1998_to_2000.csv`` is judged as well.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import ontology
from benchmarks.complexity import world_trade
from benchmarks.figures import Figure, show
from benchmarks.match import starter
from chains.replication import HIT_AT, Axis, Check, Replication, check_amounts

ASKED = "case:tianjin-port-smart"


def checks(folder: Path | None) -> Mapping[str, Check]:
    """The held-out check of each matrix."""
    known = ontology.load()
    found = Replication(starter(known), known).replicability(ASKED, 1)
    rankings = {Axis.INDUSTRY: found.industries, Axis.REGION: found.regions}
    done = {
        f"starter, scenario x {axis}": ranking.check
        for axis, ranking in rankings.items()
        if ranking.check is not None
    }
    if folder is not None:
        _, _, amounts = world_trade(folder)
        done["trade, product x country"] = check_amounts(amounts)
    return done


def main() -> None:
    done = checks(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    for name, found in done.items():
        print(f"{name}: {found.adoptions} adoptions, {found.absent} cells never filled")
        for way, quality in found.found.items():
            print(
                f"  {way:10}  AUC {quality.auc:.3f} +- {quality.auc_spread:.3f}"
                f"  hit rate at {HIT_AT} {quality.hits:.3f}"
            )
    show(
        [
            Figure(f"{name} {measure}", ours, theirs, peer, "share")
            for name, found in done.items()
            for peer in ("popularity", "random")
            for measure, ours, theirs in (
                ("AUC", found.found["chance"].auc, found.found[peer].auc),
                (f"hit@{HIT_AT}", found.found["chance"].hits, found.found[peer].hits),
            )
        ]
    )


if __name__ == "__main__":
    main()
