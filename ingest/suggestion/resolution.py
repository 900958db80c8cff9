"""Where the values of a relation's column lead: ids, ids without their prefix, or names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ingest.suggestion.evidence import Evidence, items_of, looks_prefixed, splits
from ingest.suggestion.headers import words_of
from ingest.suggestion.known import KnownEntities
from ingest.suggestion.likeness import likeness
from ingest.suggestion.sample import Column
from ingest.suggestion.targets import Target

_TELLING = 0.9
_TELLING_PREFIX = 0.6
_TELLING_ANY = 0.3
_FIT_PREFIX = 0.9
_LIKELY = 0.5
_MISFITS = 3
_PREFIXES = 3

Keys = Mapping[str, Collection[str]]
"""Values by column, of the columns whose values name the rows of the table."""


def of_relation(column: Column, target: Target, known: KnownEntities, keys: Keys) -> Evidence:
    """Whether the values lead to entities of the store or, where that may be, of the table.

    Args:
        column: The column.
        target: A relation.
        known: The entities of the store.
        keys: What names the rows of the table, if the relation may lead to them.
    """
    found: list[Evidence] = []
    for split in splits(column, is_many=True, is_text=False):
        items = list(dict.fromkeys(str(item) for item in items_of(column.probe, split)))
        best = max(_ways(column, items, target, known, keys), key=lambda way: way.fit)
        found.append(replace(best, split=split))
    return max(found, key=lambda item: (item.fit, item.split is not None))


def _ways(
    column: Column, items: Sequence[str], target: Target, known: KnownEntities, keys: Keys
) -> list[Evidence]:
    own = [_as_own(items, name, keys[name]) for name in keys if name != column.name]
    if known.is_empty:
        return [_as_ids(items, target, known, ""), *own]
    prefixes = {prefix for end in target.ends for prefix in known.names(end).prefixes[:_PREFIXES]}
    ways = [_as_ids(items, target, known, prefix) for prefix in ("", *sorted(prefixes))]
    return [*ways, _as_names(items, target, known), *own]


def _as_ids(items: Sequence[str], target: Target, known: KnownEntities, prefix: str) -> Evidence:
    found = known.among([prefix + item for item in items], target.ends)
    share = len(found) / len(items)
    misfits = tuple(item for item in items if prefix + item not in found)[:_MISFITS]
    likely = not prefix and looks_prefixed(items) and _speaks_of(items, target)
    if share < _LIKELY and likely:
        telling = _TELLING_PREFIX if target.ends else _TELLING_ANY
        return Evidence(_FIT_PREFIX, telling, None, misfits, resolved=share)
    telling = _TELLING if target.ends else _TELLING_ANY
    return Evidence(share, telling, None, misfits, id_prefix=prefix, resolved=share)


def _speaks_of(items: Collection[str], target: Target) -> bool:
    """Whether ids that nobody knows begin like the classes at the other end: ``tech:tsn``."""
    begins = {item.split(":")[0] for item in items}
    return not target.ends or all(
        any(likeness(words_of(begin), words, name).score >= _LIKELY for name, words in target.kin)
        for begin in begins
    )


def _as_names(items: Sequence[str], target: Target, known: KnownEntities) -> Evidence:
    found = {item: known.named(item, target.ends) for item in items}
    ids = {item: named[0] for item, named in found.items() if len(named) == 1}
    misfits = tuple(item for item in items if item not in ids)[:_MISFITS]
    share = len(ids) / len(items)
    return Evidence(share, _TELLING, None, misfits, ids=ids, resolved=share)


def _as_own(items: Sequence[str], name: str, own: Collection[str]) -> Evidence:
    misfits = tuple(item for item in items if item not in own)
    share = 1 - len(misfits) / len(items)
    return Evidence(share, _TELLING, None, misfits[:_MISFITS], own=name, resolved=share)
