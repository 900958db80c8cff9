"""Projection: vertices linked by the specific assets they share, or by an explicit relation."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import igraph
import numpy as np

from chains import significance
from chains.errors import NothingToProject
from chains.holdings import Holdings, read
from chains.model import Link, LinkRule, Projection, RuleKind
from chains.significance import DegreeNull
from graph.port import GraphReader
from ontology.model import Ontology

SMALL_BELOW = 200
"""Under so many vertices the null has no power and the small rule takes its place."""

SPECIFIC_SHARE = 0.1
SPECIFIC_AT_LEAST = 5
SPECIFIC_AT_MOST = 500
"""An asset is specific when at most a tenth of the vertices hold it, within these bounds."""

Pair = tuple[str, str]


def project(
    store: GraphReader,
    ontology: Ontology,
    vertices: str = "UseCase",
    *,
    illustrative: bool = True,
) -> Projection:
    """Link the vertices of a class by what they share.

    An asset counts only while it is specific: held by at most ``LinkRule.specific_up_to``
    vertices, so that what nearly all use links nothing.

    Args:
        store: Where to read.
        ontology: Says which relations reach assets.
        vertices: ``UseCase``, ``Enterprise``, ``Product`` or another class with assets.
        illustrative: Whether records marked as examples (示例) count.

    Raises:
        UnknownClass: The ontology has no such class.
        NothingToProject: The store holds no such entity.
    """
    ontology.class_(vertices)
    revision = store.revision()
    holdings = read(store, ontology, vertices, illustrative=illustrative)
    if not holdings.ids:
        raise NothingToProject(f"the store holds no {vertices}; import some first")
    holders = _holders(holdings)
    rule = _rule(len(holdings.ids))
    shared = _shared(holders, rule.specific_up_to)
    links, rule, null = _links(holdings, holders, shared, rule)
    index = {vertex: position for position, vertex in enumerate(holdings.ids)}
    return Projection(
        vertices=vertices,
        ids=holdings.ids,
        index=index,
        links=links,
        graph=igraph.Graph(
            n=len(holdings.ids), edges=[(index[link.a], index[link.b]) for link in links]
        ),
        holdings=holdings.assets,
        holders=holders,
        via=holdings.via,
        rule=rule,
        illustrative=holdings.illustrative,
        revision=revision,
        null=null,
    )


def adamic_adar(assets: Sequence[str], holders: Mapping[str, Sequence[str]]) -> float:
    """Sum of 1/ln(holders) over shared assets (Adamic and Adar, Social Networks 25, 2003)."""
    return sum(1 / math.log(len(holders[asset])) for asset in assets)


def links_by_small_rule(assets: Sequence[str], holders: Mapping[str, int], rule: LinkRule) -> bool:
    """Whether shared specific assets make a link under the rule for small graphs."""
    return len(assets) >= rule.shared or any(holders[item] <= rule.rare_up_to for item in assets)


def _rule(size: int) -> LinkRule:
    share = min(math.floor(SPECIFIC_SHARE * size), SPECIFIC_AT_MOST)
    kind = RuleKind.SMALL if size < SMALL_BELOW else RuleKind.NULL_MODEL
    return LinkRule(kind, max(share, SPECIFIC_AT_LEAST), pairs=size * (size - 1) // 2)


def _holders(holdings: Holdings) -> Mapping[str, tuple[str, ...]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for vertex in holdings.ids:
        for asset in holdings.assets[vertex]:
            holders[asset].append(vertex)
    return {asset: tuple(vertices) for asset, vertices in sorted(holders.items())}


def _shared(holders: Mapping[str, Sequence[str]], up_to: int) -> Mapping[Pair, tuple[str, ...]]:
    shared: dict[Pair, list[str]] = defaultdict(list)
    for asset, vertices in holders.items():
        if 1 < len(vertices) <= up_to:
            for pair in combinations(vertices, 2):
                shared[pair].append(asset)
    return {pair: tuple(assets) for pair, assets in shared.items()}


def _links(
    holdings: Holdings,
    holders: Mapping[str, Sequence[str]],
    shared: Mapping[Pair, tuple[str, ...]],
    rule: LinkRule,
) -> tuple[tuple[Link, ...], LinkRule, DegreeNull | None]:
    null = None
    if rule.kind is RuleKind.SMALL:
        counts = {asset: len(vertices) for asset, vertices in holders.items()}
        found: dict[Pair, float | None] = {
            pair: None
            for pair, assets in shared.items()
            if links_by_small_rule(assets, counts, rule)
        }
    else:
        found, rule, null = _significant(holders, shared, rule)
    links = tuple(
        Link(
            a=pair[0],
            b=pair[1],
            weight=adamic_adar(shared.get(pair, ()), holders),
            assets=shared.get(pair, ()),
            relations=holdings.relations.get(pair, ()),
            p_value=found.get(pair),
        )
        for pair in sorted({*found, *holdings.relations})
    )
    return links, rule, null


def _significant(
    holders: Mapping[str, Sequence[str]],
    shared: Mapping[Pair, tuple[str, ...]],
    rule: LinkRule,
) -> tuple[dict[Pair, float | None], LinkRule, DegreeNull | None]:
    specific = {
        asset: len(vertices)
        for asset, vertices in holders.items()
        if len(vertices) <= rule.specific_up_to
    }
    degree: dict[str, int] = defaultdict(int)
    for asset in specific:
        for vertex in holders[asset]:
            degree[vertex] += 1
    if not shared:
        return {}, rule, None
    null = significance.fit(np.array(sorted(degree.values())), np.array(sorted(specific.values())))
    pairs = sorted(shared)
    p_values = np.array(
        [
            null.p_value(
                degree[a],
                degree[b],
                sum(significance.rounded_weight(specific[item]) for item in shared[a, b]),
            )
            for a, b in pairs
        ]
    )
    accepted, threshold = significance.discoveries(p_values, rule.pairs, rule.rate)
    found: dict[Pair, float | None] = {
        pair: float(p) for pair, p, good in zip(pairs, p_values, accepted, strict=True) if good
    }
    return found, replace(rule, threshold=threshold), null
