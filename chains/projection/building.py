"""Projection: vertices linked by the specific assets they share, or by an explicit relation."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chains.errors import NothingToProject
from chains.projection import significance
from chains.projection.holdings import Holdings, Matrix, hold
from chains.projection.model import LinkRule, Links, Projection, RuleKind
from chains.projection.pairs import (
    Weighed,
    joined,
    shared_pairs,
    specific,
    specific_limit,
    weighed_anew,
    weighed_pairs,
)
from chains.projection.reading import Scope, read, scope_of
from chains.projection.significance import DegreeNull
from chains.projection.table import IntArray, Table, position_of
from graph.port import GraphReader
from ontology.model import Ontology

SMALL_BELOW = 200
"""Under so many vertices the null has no power and the small rule takes its place."""

KEPT_AT_MOST = 5_000_000
"""So many weighed pairs are kept for the next change, 12 bytes each."""

_AROUND_AT_MOST = 3_000

SPECIFIC_SHARE = 0.1
SPECIFIC_AT_LEAST = 5
SPECIFIC_AT_MOST = 500
"""An asset is specific when at most a tenth of the vertices hold it, within these bounds."""


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
    scope = scope_of(ontology, vertices)
    return project_table(read(store, scope), scope, illustrative=illustrative)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A table that a later one follows, and the projection that was made of it."""

    table: Table
    projection: Projection


def project_table(
    table: Table, scope: Scope, *, illustrative: bool = True, before: Earlier | None = None
) -> Projection:
    """``project`` from what was read already.

    Args:
        table: What was read.
        scope: What the ontology says of it.
        illustrative: Whether records marked as examples (示例) count.
        before: What is still true of this is not computed again.

    Raises:
        NothingToProject: The table holds no vertex.
    """
    known = (before.table, before.projection.holdings) if before else None
    holdings = hold(table, scope, illustrative=illustrative, before=known)
    if not holdings.ids:
        raise NothingToProject(f"the store holds no {scope.vertices}; import some first")
    size = len(holdings.ids)
    wanted = max(min(math.floor(SPECIFIC_SHARE * size), SPECIFIC_AT_MOST), SPECIFIC_AT_LEAST)
    limit, candidates = specific_limit(holdings.holders, wanted)
    kind = RuleKind.SMALL if size < SMALL_BELOW else RuleKind.NULL_MODEL
    rule = LinkRule(kind, limit, pairs=size * (size - 1) // 2)
    held = specific(holdings, limit)
    null, weighed = None, None
    if kind is RuleKind.SMALL or not candidates:
        pairs = _by_small_rule(held, rule)
        p_values = np.full(len(pairs), np.nan)
    else:
        if candidates <= KEPT_AT_MOST:
            weighed = _weighed(table, holdings, held, limit, before)
        every = weighed_pairs(held) if weighed is None else (weighed,)
        pairs, p_values, rule, null = _significant(holdings, held, rule, candidates, every)
    return Projection(
        vertices=scope.vertices,
        holdings=holdings,
        links=_links(holdings, held, pairs, p_values),
        rule=rule,
        wanted_up_to=wanted,
        revision=table.revision,
        null=null,
        weighed=weighed,
    )


def _by_small_rule(held: Matrix, rule: LinkRule) -> IntArray:
    found = [np.empty(0, dtype=np.int64)]
    for shared in shared_pairs(held, rule.rare_up_to):
        linked = (shared.assets >= rule.shared) | (shared.rare > 0)
        found.append(shared.a[linked] * held.shape[0] + shared.b[linked])
    return np.concatenate(found)


def _weighed(
    table: Table, holdings: Holdings, held: Matrix, limit: int, before: Earlier | None
) -> Weighed:
    """The pairs that share specific assets: weighed anew only where holders changed, if it pays."""
    if before is not None:
        earlier, kept = before.projection, before.projection.weighed
        if kept and earlier.rule.specific_up_to == limit and earlier.ids == holdings.ids:
            around = np.union1d(
                _holders(earlier.holdings, earlier.links.specific, table.touched),
                _holders(holdings, held, table.touched),
            )
            if len(around) <= _AROUND_AT_MOST:
                return weighed_anew(kept, earlier.links.specific, held, around)
    return joined(weighed_pairs(held))


def _holders(holdings: Holdings, held: Matrix, assets: Collection[str]) -> IntArray:
    """Vertices that hold any of those assets, if it is specific."""
    numbers = [at for item in assets if (at := position_of(holdings.assets, item)) is not None]
    wanted = np.zeros(held.shape[1], dtype=np.int64)
    wanted[numbers] = 1
    return np.flatnonzero(held @ wanted)


def _significant(
    holdings: Holdings, held: Matrix, rule: LinkRule, candidates: int, every: Iterable[Weighed]
) -> tuple[IntArray, NDArray[np.float64], LinkRule, DegreeNull | None]:
    degree = np.diff(held.indptr)
    counts = holdings.holders[(holdings.holders > 0) & (holdings.holders <= rule.specific_up_to)]
    null = significance.fit(degree[degree > 0], counts)
    # no p-value above this can be among the discoveries, however many there are
    up_to = rule.rate * min(candidates / rule.pairs, 1.0)
    pairs, p_values = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for block in every:
        p = null.p_values(block.low, block.high, block.weight, up_to)
        kept = np.flatnonzero((p <= up_to)[block.kind])
        pairs.append(block.a[kept].astype(np.int64) * held.shape[0] + block.b[kept])
        p_values.append(p[block.kind[kept]])
    pair, p = np.concatenate(pairs), np.concatenate(p_values)
    accepted, threshold = significance.discoveries(p, rule.pairs, rule.rate)
    return pair[accepted], p[accepted], replace(rule, threshold=threshold), null


def _links(
    holdings: Holdings, held: Matrix, pairs: IntArray, p_values: NDArray[np.float64]
) -> Links:
    explicit = holdings.relations.pair
    every = np.sort(np.concatenate([pairs, explicit])) if len(pairs) else explicit
    every = every[np.diff(every, prepend=-1) > 0]
    found = np.full(len(every), np.nan)
    found[np.searchsorted(every, pairs)] = p_values
    size = len(holdings.ids)
    return Links(every // size, every % size, found, holdings, held)
