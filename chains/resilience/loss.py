"""What the loss of an enterprise, a region, an asset or a vertex would break."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from chains.errors import ChainError
from chains.projection.holdings import Matrix
from chains.projection.model import Projection, RuleKind
from chains.projection.significance import rounded_weights
from chains.projection.table import BoolArray, IntArray, position_of
from chains.resilience.model import Fall, Loss, LossKind
from chains.resilience.sources import Sources
from chains.structure.blocks import Numbers, adjacency, find_blocks
from chains.structure.classes import Structure, ranks
from chains.structure.model import POSITIONS, Chosen
from graph.port import GraphReader
from ontology.errors import nearest
from ontology.model import Ontology


class UnknownLoss(ChainError):
    """The id is nothing whose loss could be judged."""

    code = "CHAIN_UNKNOWN_LOSS"


@dataclass(frozen=True)
class _Gone:
    """What goes: vertices, shape (n,), and assets, shape (k,)."""

    kind: LossKind
    organizations: tuple[str, ...]
    vertices: BoolArray
    assets: BoolArray


def lose(
    store: GraphReader, ontology: Ontology, structure: Structure, sources: Sources, id: str
) -> Loss:
    """What would break without it.

    A use case goes with the enterprises that deploy it, a product with those that make it, once
    all of them are gone; and with its regions. A link stays when an explicit relation makes it,
    or when what its ends still share makes it by the rule, the holders of assets, the null and
    its threshold being those of today.

    Args:
        store: Where the class of the id is looked up.
        ontology: Says what is an organization, and what a region.
        structure: What stands today.
        sources: Suppliers and regions.
        id: An organization, a region, an asset or a vertex.

    Raises:
        UnknownLoss: It is none of these.
    """
    projection = structure.projection
    gone = _gone(store, ontology, projection, sources, id)
    links = projection.links
    kept = _kept(projection, gone)
    start, end = links.start[kept], links.end[kept]
    size = len(projection.ids)
    graph = adjacency(size, start, end)
    parts = find_blocks(graph, start, end)
    after = ranks(graph, parts)
    before = structure.position.rank
    fell = np.flatnonzero((after < before) & ~gone.vertices)
    parted = _parted(structure.parts.component, parts.component, gone.vertices)
    left = np.bincount(parts.component[~gone.vertices], minlength=1)
    return Loss(
        id=id,
        kind=gone.kind,
        organizations=gone.organizations,
        gone=Chosen(projection.ids, np.flatnonzero(gone.vertices)),
        broken=links.some(np.flatnonzero(~kept)),
        fallen=tuple(
            Fall(projection.ids[at], POSITIONS[int(before[at])], POSITIONS[int(after[at])])
            for at in fell.tolist()
        ),
        parted=Chosen(projection.ids, parted),
        stages=sources.without(
            {*gone.organizations, *Chosen(projection.ids, np.flatnonzero(gone.vertices))}
        ),
        largest_before=float(np.bincount(structure.parts.component).max() / size),
        largest_after=float(left.max() / size),
        rule=projection.rule,
    )


def _gone(
    store: GraphReader, ontology: Ontology, projection: Projection, sources: Sources, id: str
) -> _Gone:
    holdings = projection.holdings
    kind = store.types_of([id]).get(id, "")
    known = kind in ontology.classes
    vertices, assets = np.zeros(len(holdings.ids), bool), np.zeros(len(holdings.assets), bool)
    if known and ontology.is_a(kind, "Organization"):
        lost = frozenset((id,))
        vertices |= _only_of(holdings.belongs["owners"].ids, projection, "owners", lost)
        _mark(vertices, holdings.ids, lost)
        _mark(assets, holdings.assets, lost)
        return _Gone(LossKind.ORGANIZATION, (id,), vertices, assets)
    if known and ontology.is_a(kind, "Region"):
        inside = sources.inside(id)
        within = store.types_of(sorted(inside))
        lost = frozenset(item for item in inside if ontology.is_a(within[item], "Organization"))
        vertices |= _only_of(holdings.belongs["owners"].ids, projection, "owners", lost)
        vertices |= _only_of(holdings.belongs["regions"].ids, projection, "regions", inside)
        _mark(vertices, holdings.ids, lost)
        _mark(assets, holdings.assets, lost)
        return _Gone(LossKind.REGION, tuple(sorted(lost)), vertices, assets)
    if _mark(vertices, holdings.ids, (id,)):
        return _Gone(LossKind.VERTEX, (), vertices, assets)
    if _mark(assets, holdings.assets, (id,)):
        return _Gone(LossKind.ASSET, (), vertices, assets)
    found = nearest(id, (*holdings.ids, *holdings.assets))
    hint = f"; did you mean {found!r}?" if found else ""
    raise UnknownLoss(
        f"{id!r} is no organization, no region, and nothing that a {projection.vertices} "
        f"shares{hint}"
    )


def _only_of(
    ids: tuple[str, ...], projection: Projection, kind: str, lost: Collection[str]
) -> BoolArray:
    """Vertices all of whose owners, or regions, are lost; one without any stays."""
    matrix: Matrix = projection.holdings.belongs[kind].matrix
    mask = np.array([item in lost for item in ids], dtype=np.int64)
    held = np.zeros(matrix.shape[0], dtype=np.int64)
    np.add.at(
        held, np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)), mask[matrix.indices]
    )
    every: BoolArray = (held > 0) & (held == np.diff(matrix.indptr))
    return every


def _mark(mask: BoolArray, ids: tuple[str, ...], wanted: Collection[str]) -> bool:
    """Set what is found among the sorted ids; whether anything was."""
    places = [at for item in wanted if (at := position_of(ids, item)) is not None]
    mask[places] = True
    return bool(places)


def _kept(projection: Projection, gone: _Gone) -> BoolArray:
    """Which links stay; shape (m,)."""
    links, held = projection.links, projection.links.specific
    kept: BoolArray = ~gone.vertices[links.start] & ~gone.vertices[links.end]
    if not gone.assets.any():
        return kept
    touched = (held @ gone.assets.astype(np.int64)) > 0
    explicit = np.isin(links.pair, projection.holdings.relations.pair)
    asked = np.flatnonzero(kept & touched[links.start] & touched[links.end] & ~explicit)
    lost = held @ gone.assets.astype(np.int64)
    for at in asked.tolist():
        start, end = int(links.start[at]), int(links.end[at])
        kept[at] = _still(projection, gone, start, end, lost)
    return kept


def _still(projection: Projection, gone: _Gone, start: int, end: int, lost: IntArray) -> bool:
    """Whether what two vertices still share makes a link by the rule."""
    held, rule = projection.links.specific, projection.rule
    shared = projection.links.shared(start, end)
    left = shared[~gone.assets[shared]]
    if len(left) == len(shared):
        return True
    holders = projection.holdings.holders[left]
    if rule.kind is RuleKind.SMALL:
        return len(left) >= rule.shared or bool((holders <= rule.rare_up_to).any())
    if projection.null is None or not len(left):
        return False
    degree = np.diff(held.indptr)
    p_value = projection.null.p_value(
        int(degree[start] - lost[start]),
        int(degree[end] - lost[end]),
        int(rounded_weights(holders).sum()),
    )
    return p_value <= rule.threshold


def _parted(before: Numbers, after: Numbers, gone: BoolArray) -> IntArray:
    """Vertices that stay, outside the largest piece that is left of their component, by number.

    Of equally large pieces the one with the first vertex counts as the largest.
    """
    stays = np.flatnonzero(~gone)
    pieces, first, which, size = np.unique(
        after[stays], return_index=True, return_inverse=True, return_counts=True
    )
    whole = before[stays[first]]
    order = np.lexsort((first, -size, whole))
    main = np.zeros(len(pieces), dtype=bool)
    main[order[np.diff(whole[order], prepend=-1) > 0]] = True
    return stays[~main[which]]
