"""Search over standards: by number, by words, and by the technologies that a text names.

Titles of 3GPP specifications are English only. A question in Chinese meets them over the
technologies and scenarios whose names it holds: by the standards of those, and by their English
names in the titles.
"""

import re
from collections.abc import Iterator, Sequence

from graph.port import GraphReader
from graph.query import All, AnyOf, Compare, Filter, In, Op, Query, Sort
from graph.records import Entity
from graph.text import normalise
from matcher.errors import QueryTooLong
from matcher.linking import lexicon_of
from matcher.retrieval.hierarchy import read_hierarchy
from matcher.standards.applicable import STANDARD, successors
from matcher.standards.kinds import VOCABULARY, kind_of
from matcher.standards.model import FoundStandard, Reason, UnknownStandardKind, Why
from matcher.tokens import content_words, valid
from ontology.model import Ontology

_NUMBER = re.compile(
    r"(?<![\w.])([A-Z]{1,5}(?:/[A-Z]{1,6})?)?\s*-?\s*(\d+(?:\.\d+)*)((?:-\d+)*)(?!\w)"
)
_SERIES = re.compile(r"(?<!\d)(\d{2})\s*(?:系列|SERIES)")
_RELEASE = re.compile(r"(?<![A-Z])R(?:EL(?:EASE)?)?[\s-]*(\d{2})(?!\d)")
_BARE = ("TS ", "TR ")
"""What stands before a number that is written without its kind, as in 38.331."""

_ASKING = frozenset({"标准", "规范", "什么", "哪些", "standard", "standards", "specification"})
"""Words of a question about standards that tell nothing of what they are about."""

_STANDARD_OF = ("governedBy", "conformsTo")
_NAMES = ("name_zh", "name_en", "alias_zh", "alias_en", "abbreviation")
LONGEST = 500
"""Characters of a question at most."""

_DEEP = 100
_K = 60

_Ranking = tuple[Reason, float, Sequence[Entity]]


def find_standards(
    store: GraphReader,
    ontology: Ontology,
    text: str,
    *,
    kinds: Sequence[str] = (),
    releases: Sequence[str] = (),
    first: int = 20,
) -> Sequence[FoundStandard]:
    """The standards that a text asks for: those of its numbers first, then the best; ties by id.

    Args:
        store: The store.
        ontology: What may exist.
        text: A number (``TS 38.331``, ``38 series``, ``GB/T 22239``), words, or a question in
            Chinese or English; a release in it (``R17``) narrows as ``releases`` does.
        kinds: Terms of ``standardKind``; any if empty.
        releases: Such as ``REL-17``; any if empty.
        first: How many at most.

    Raises:
        QueryTooLong: The text is longer than a question.
        UnknownStandardKind: One of the kinds is none.
    """
    _check(ontology, text, kinds)
    plain = normalise(valid(text)).upper()
    asked = (*releases, *(f"REL-{number}" for number in _RELEASE.findall(plain)))
    where = In("release", tuple(dict.fromkeys(asked))) if asked else None
    plain = _RELEASE.sub(" ", plain)
    rankings = [
        *_by_number(store, plain, where),
        *_by_name(store, ontology, plain, where),
        *_by_words(store, plain, where),
    ]
    if where is not None and not plain.strip():
        rankings.append((Reason(Why.WORDS, ", ".join(asked)), 1.0, _found(store, where)))
    fused = _fused(rankings)
    wanted = set(kinds)
    kept = [item for item in fused if not wanted or kind_of(ontology, item[0]) in wanted][:first]
    newer = successors(store, [standard.id for standard, _, _ in kept])
    return [
        FoundStandard(
            standard, score, kind_of(ontology, standard), tuple(reasons), newer[standard.id]
        )
        for standard, score, reasons in kept
    ]


def _check(ontology: Ontology, text: str, kinds: Sequence[str]) -> None:
    if len(text) > LONGEST:
        raise QueryTooLong(f"the text has {len(text):,} characters; at most {LONGEST:,}")
    known = ontology.vocabulary(VOCABULARY).terms
    for kind in kinds:
        if kind not in known:
            raise UnknownStandardKind(f"{kind!r} is no kind of standard; use {', '.join(known)}")


def _by_number(store: GraphReader, text: str, where: Filter | None) -> Iterator[_Ranking]:
    """Standards whose numbers are those in the text, or begin so."""
    for series in dict.fromkeys(_SERIES.findall(text)):
        found = _begins(store, [f"{kind}{series}." for kind in _BARE], where)
        yield Reason(Why.NUMBER, series), 1.0, found
    for match in _NUMBER.finditer(_SERIES.sub(" ", text)):
        kind, number, part = match.groups()
        if not _is_number(match):
            continue
        spellings = [f"{kind} {number}{part}"] if kind else [f"{one}{number}" for one in _BARE]
        found = _begins(store, spellings, where)
        if found:
            yield Reason(Why.NUMBER, match.group().strip()), 1.0, found


def _is_number(match: re.Match[str]) -> bool:
    """Whether it is a standard's number; a whole number alone is a quantity."""
    return match[1] is not None or "." in match[2]


def _begins(store: GraphReader, spellings: Sequence[str], where: Filter | None) -> Sequence[Entity]:
    parts = tuple(Compare("code", Op.STARTS_WITH, item) for item in spellings)
    return _found(store, _both(AnyOf(parts), where))


def _by_name(
    store: GraphReader, ontology: Ontology, text: str, where: Filter | None
) -> Iterator[_Ranking]:
    """Standards of what the text names, and those whose titles hold its other names."""
    named = [
        item
        for item in lexicon_of(read_hierarchy(store, ontology)).find(text)
        if item.type != STANDARD
    ]
    near = store.neighbours([item.id for item in named], relations=_STANDARD_OF, type=STANDARD)
    for item in named:
        held = [link.entity.id for link in near[item.id]]
        if held:
            yield (
                Reason(Why.GOVERNS, _names(item)[0], item),
                1.0,
                _found(store, _both(In("id", tuple(held)), where)),
            )
        for name in _names(item):
            yield Reason(Why.NAME, name, item), 1.0, _searched(store, name, where)


def _by_words(store: GraphReader, text: str, where: Filter | None) -> Iterator[_Ranking]:
    """Standards that hold all the words, and, as far as each word tells, those that hold one."""
    left = _NUMBER.sub(lambda match: "" if _is_number(match) else match[0], _SERIES.sub(" ", text))
    words = [word for word in content_words(left) if word not in _ASKING]
    if len(words) > 1:
        yield Reason(Why.WORDS, " ".join(words)), 1.0, _searched(store, " ".join(words), where)
    for word in words:
        yield Reason(Why.WORDS, word), 1 / len(words), _searched(store, word, where)


def _fused(rankings: Sequence[_Ranking]) -> list[tuple[Entity, float, list[Reason]]]:
    standards: dict[str, Entity] = {}
    gains: dict[str, list[tuple[float, Reason]]] = {}
    for reason, weight, found in rankings:
        for rank, standard in enumerate(found, 1):
            standards[standard.id] = standard
            gains.setdefault(standard.id, []).append((weight / (_K + rank), reason))

    def place(id_: str) -> tuple[bool, float, str]:
        numbered = any(reason.why is Why.NUMBER for _, reason in gains[id_])
        return not numbered, -sum(gain for gain, _ in gains[id_]), id_

    return [
        (
            standards[id_],
            sum(gain for gain, _ in gains[id_]),
            [reason for _, reason in sorted(gains[id_], key=lambda item: -item[0])],
        )
        for id_ in sorted(standards, key=place)
    ]


def _searched(store: GraphReader, text: str, where: Filter | None) -> Sequence[Entity]:
    return [item.entity for item in store.search(text, type=STANDARD, where=where, first=_DEEP)]


def _found(store: GraphReader, where: Filter) -> Sequence[Entity]:
    return store.find(Query(STANDARD, where, Sort("code")), _DEEP).entities


def _both(one: Filter, other: Filter | None) -> Filter:
    return one if other is None else All((one, other))


def _names(entity: Entity) -> list[str]:
    """All names of a technology or scenario, each once."""
    found: dict[str, None] = {}
    for key in _NAMES:
        value = entity.properties.get(key, ())
        found |= dict.fromkeys(map(str, value if isinstance(value, tuple) else (value,)))
    return list(found) or [entity.id]
