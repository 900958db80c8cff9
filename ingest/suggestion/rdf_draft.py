"""A drafted mapping of an RDF file: its classes, predicates and IRIs in the ontology's terms."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.suggestion.assignment import Reading, read_as, readings
from ingest.suggestion.draft import quoted
from ingest.suggestion.guesses import Guess, Judge
from ingest.suggestion.headers import Header, han_share, parse_header, words_of
from ingest.suggestion.likeness import likeness
from ingest.suggestion.rdf_census import Census, namespace_of
from ingest.suggestion.sample import SOME_HAN, Column
from ingest.suggestion.wording import comment, reason_of
from ingest.template import class_prefix
from ontology.model import Ontology
from ontology.namespaces import ENTITY, OWL, PN, RDF, RDFS, SKOS

_SURE = 0.7
_MARGIN = 0.3
_MOST_NAMESPACES = 50
_SCHEMA = (OWL, RDF, RDFS)
_HARMLESS = frozenset({f"{OWL}NamedIndividual", f"{OWL}Thing"})
_SKOS_SCHEMA = frozenset({f"{SKOS}ConceptScheme", f"{SKOS}Collection"})


@dataclass(frozen=True, slots=True)
class ClassGuess:
    """What a class of the file may be.

    Attributes:
        reading: Its subjects read as entities of a class.
        score: How like the names of the two are, from 0 to 1.
    """

    reading: Reading
    score: float


def write_rdf_draft(name: str, source: str, census: Census, judge: Judge) -> str:
    """The mapping as YAML."""
    return "\n".join(_lines(name, source, census, judge)) + "\n"


def _lines(name: str, source: str, census: Census, judge: Judge) -> Iterator[str]:
    classes = _guess_classes(census, judge)
    predicates = _guess_predicates(census, classes)
    count = f"{census.count:,}" + ("" if census.is_whole else "+")
    yield "# 由 pearlnet 起草，请逐行核对 drafted by pearlnet: check every line"
    yield f"# {comment(name)}：看过 {count} 条语句 statements looked at"
    yield f"source: {{name: {quoted(source)}}}  # 这些数据是谁说的 whose data these are"
    yield "rdf:"
    yield from _section("ids", _id_lines(census, classes, predicates))
    yield from _section("classes", _class_lines(census, classes, judge.ontology))
    yield from _section("properties", _predicate_lines(census, predicates, "property"))
    yield from _section("relations", _predicate_lines(census, predicates, "relation"))
    yield from _section("ignore", _ignored_lines(census, classes, predicates))
    yield f"  language: {_language(census)}  # 没有语言标记的文本 of text without a language tag"


def _section(name: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"  {name}:"
        yield from found


def _guess_classes(census: Census, judge: Judge) -> Mapping[str, ClassGuess]:
    """What the classes of the file may be; those that describe data and are none are left out."""
    data = [
        iri
        for iri in sorted(census.classes, key=lambda item: (-census.classes[item].count, item))
        if not iri.startswith((*_SCHEMA, PN)) and iri not in _SKOS_SCHEMA
    ]
    named = {iri: _named(parse_header(census.called(iri)), judge.ontology) for iri in data}
    sure = {iri: name for iri, (name, score) in named.items() if score >= _SURE}
    found: dict[str, ClassGuess] = {}
    for iri in data:
        columns = _columns(iri, census, sure)
        if iri in sure:
            found[iri] = ClassGuess(read_as((sure[iri],), columns, (), judge), named[iri][1])
        elif columns and not census.classes[iri].beside.intersection(sure):
            best, *others = readings(columns, (census.called(iri),), judge)
            if best.score > max((other.score for other in others), default=0.0) + _MARGIN:
                found[iri] = ClassGuess(best, 0.0)
    return found


def _named(called: Header, ontology: Ontology) -> tuple[str, float]:
    """The class whose names are most like what a class is called, and how like."""
    spoken = [called.words, words_of(called.aside)]
    best = ("", 0.0)
    for name, item in ontology.classes.items():
        if item.abstract:
            continue
        for text in (name, *item.label.by_language.values(), *item.aliases):
            score = max(likeness(words, words_of(text), text).score for words in spoken)
            if score > best[1]:
                best = (name, score)
    return best


def _columns(class_iri: str, census: Census, classes: Mapping[str, str]) -> list[Column]:
    """The predicates that subjects of a class have, as columns."""
    return [
        census.column(iri, classes)
        for iri, found in census.predicates.items()
        if class_iri in found.classes and not iri.startswith(PN)
    ]


def _guess_predicates(census: Census, classes: Mapping[str, ClassGuess]) -> Mapping[str, Guess]:
    """One guess for each predicate: that of the class which has it most often."""
    found: dict[str, Guess] = {}
    for iri, counted in census.predicates.items():
        for class_iri, _ in counted.classes.most_common():
            guess = classes[class_iri].reading.accepted.get(iri) if class_iri in classes else None
            if guess is not None:
                found[iri] = guess
                break
    return found


def _id_lines(
    census: Census, classes: Mapping[str, ClassGuess], predicates: Mapping[str, Guess]
) -> Iterator[str]:
    """The namespaces of entities, each with a prefix of its own."""
    owners: dict[str, Counter[str]] = {}
    for iri, guess in classes.items():
        for space, count in census.classes[iri].namespaces.items():
            owners.setdefault(space, Counter())[guess.reading.class_name] += count
    for iri, relation in _distinct(predicates, "relation"):
        ends = relation.target.ends
        for target in census.predicates[iri].iris:
            owners.setdefault(namespace_of(target), Counter()).update(ends[:1] or ("Thing",))
    taken: Counter[str] = Counter()
    for space, counted in _widened(owners).items():
        if space and not ENTITY.startswith(space) and not space.startswith(ENTITY):
            prefix = class_prefix(counted.most_common(1)[0][0])
            taken[prefix] += 1
            number = f"-{taken[prefix]}" if taken[prefix] > 1 else ""
            yield f"    {quoted(space)}: {quoted(f'{prefix}{number}:')}"


def _widened(owners: Mapping[str, Counter[str]]) -> Mapping[str, Counter[str]]:
    """Namespaces; wider ones, where each entity has one of its own."""
    found = dict(owners)
    while len(found) > _MOST_NAMESPACES:
        wider: dict[str, Counter[str]] = {}
        for space, counted in found.items():
            wider.setdefault(namespace_of(space[:-1]) or space, Counter()).update(counted)
        if len(wider) == len(found):
            break
        found = wider
    return found


def _class_lines(
    census: Census, classes: Mapping[str, ClassGuess], ontology: Ontology
) -> Iterator[str]:
    for iri, guess in classes.items():
        name = guess.reading.class_name
        label = ontology.class_(name).label.get("zh")
        if guess.score:
            why = f"{guess.score:.0%} {label} · 名称相近 alike in name"
        else:
            why = f"存疑 doubtful: {label} · 仅凭其属性 by its properties alone"
        if iri == f"{SKOS}Concept":
            why += " · 也可作为词表导入 may become a vocabulary instead: pearlnet ontology add"
        yield f"    {quoted(iri)}: {name}  # {comment(why)} · {census.classes[iri].count:,}"


def _predicate_lines(census: Census, predicates: Mapping[str, Guess], kind: str) -> Iterator[str]:
    for iri, guess in _distinct(predicates, kind):
        definition = guess.target.definition
        name = guess.target.key if definition is None else definition.name
        yield f"    {quoted(iri)}: {name}  # {reason_of(guess)} · {census.predicates[iri].count:,}"


def _distinct(predicates: Mapping[str, Guess], kind: str) -> Sequence[tuple[str, Guess]]:
    """Those of a kind that may stand side by side: a property of one value has one predicate."""
    taken: set[str] = set()
    found: list[tuple[str, Guess]] = []
    for iri, guess in sorted(predicates.items(), key=lambda item: (-item[1].score, item[0])):
        target = guess.target
        if target.kind != kind or target.direction == "in":
            continue
        definition = target.definition
        name = target.key if definition is None else definition.name
        if name not in taken or definition is None or definition.many:
            taken.add(name)
            found.append((iri, guess))
    return found


def _ignored_lines(
    census: Census, classes: Mapping[str, ClassGuess], predicates: Mapping[str, Guess]
) -> Iterator[str]:
    mapped = {iri for kind in ("property", "relation") for iri, _ in _distinct(predicates, kind)}
    for iri, found in census.predicates.items():
        if iri not in mapped and not iri.startswith(PN):
            others = [
                classes[name].reading.others.get(iri) for name in found.classes if name in classes
            ]
            guess = max(
                (item for item in others if item), key=lambda item: item.score, default=None
            )
            hint = f"{guess.target.key}? {reason_of(guess)}" if guess and guess.score else _NOTHING
            yield f"    - {quoted(iri)}  # {hint} · {found.count:,}"
    for iri, counted in census.classes.items():
        beside = counted.beside.intersection(classes)
        if iri not in classes and iri not in _HARMLESS and not beside and not iri.startswith(PN):
            yield f"    - {quoted(iri)}  # 类 class: {_NOTHING} · {counted.count:,}"


def _language(census: Census) -> str:
    texts = [text for item in census.predicates.values() if item.untagged for text in item.literals]
    return "zh" if (han_share(texts) or 0.0) >= SOME_HAN else "en"


_NOTHING = "看不出是什么 no guess"
