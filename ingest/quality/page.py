"""The report as one HTML page for people, in Chinese or English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from graph.records import PropertyValue
from ingest.quality.markup import document, number, part, ratio, table, tag, text, words
from ingest.quality.report import ClassQuality, ConflictExample, Conflicts, Probable, QualityReport
from ingest.quality.wording import word
from ontology import Ontology

_LONGEST = 200


def render(report: QualityReport, ontology: Ontology, language: str) -> str:
    """The page in ``zh`` or ``en``: one text without any outside address or script.

    Args:
        report: What was found.
        ontology: Its labels name classes and relations.
        language: Of the page.
    """
    page = _Page(report, ontology, language)
    return document(page.say("title"), language, page.parts())


@dataclass(frozen=True, slots=True)
class _Page:
    report: QualityReport
    ontology: Ontology
    language: str

    def say(self, key: str) -> str:
        return word(key, self.language)

    def parts(self) -> Iterator[Element]:
        yield from self._head()
        sections = (
            ("overview", "orphans-how", self._overview),
            ("details", "completeness-how", self._details),
            ("conflicts", "conflicts-how", self._conflicts),
            ("duplicates", "duplicates-how", self._duplicates),
            ("freshness", "freshness-how", self._freshness),
            ("overdue", "overdue-how", self._overdue),
            ("violations", "violations-how", self._violations),
            ("sources", "sources-how", self._sources),
        )
        for title, how, content in sections:
            found = list(content()) or [tag("p", self.say("none"))]
            yield tag("section", tag("h2", self.say(title)), tag("p", self.say(how)), *found)

    def _head(self) -> Iterator[Element]:
        report = self.report
        scope = self._label(report.type) if report.type else self.say("everything")
        yield tag("h1", self.say("title"))
        yield tag(
            "p", f"{self.say('as-of')} {report.today} · {self.say('scope')} ", tag("bdi", scope)
        )
        if report.changed:
            yield tag("p", self.say("changed"), class_="warn")
        figures = ("entities", "relations", "illustrative")
        yield tag(
            "ul",
            *(tag("li", tag("b", f"{getattr(report, key):,}"), self.say(key)) for key in figures),
            class_="figures",
        )
        yield tag("p", self.say("examples-in" if report.with_illustrative else "examples-out"))

    def _table(self, title: str, columns: str, rows: list[list[Element]]) -> Iterator[Element]:
        if rows:
            yield table(title, [self.say(key) for key in columns.split()], rows)

    def _overview(self) -> Iterator[Element]:
        rows = [
            [
                text(self._label(item.name)),
                number(item.entities),
                number(item.illustrative),
                ratio(item.completeness),
                ratio(item.required),
                part(item.orphans),
                words(item.orphan_examples),
            ]
            for item in self.report.classes
        ]
        columns = "class entities illustrative completeness required orphans examples"
        return self._table(self.say("overview"), columns, rows)

    def _details(self) -> Iterator[Element]:
        for item in self.report.classes:
            if item.entities:
                parts = [*self._properties(item), *self._relations(item)]
                yield tag("details", tag("summary", self._label(item.name)), *parts)

    def _properties(self, item: ClassQuality) -> Iterator[Element]:
        rows = []
        known = self.ontology.properties(item.name) if item.name in self.ontology.classes else {}
        for found in item.properties:
            label = known[found.name].label.get(self.language) or found.name
            mark = f" ({self.say('is-required')})" if found.required else ""
            tags = [found.languages.get(tag_) for tag_ in ("zh", "en")]
            shares = [ratio(value.share if value else None) for value in (*tags, found.translated)]
            rows.append([text(label + mark), part(found.filled), *shares])
        title = f"{self._label(item.name)}: {self.say('property')}"
        return self._table(title, "property filled zh en translated", rows)

    def _relations(self, item: ClassQuality) -> Iterator[Element]:
        rows = [
            [text(self._relation(found.type)), text(self.say(found.direction)), part(found.linked)]
            for found in item.relations
        ]
        title = f"{self._label(item.name)}: {self.say('relation')}"
        return self._table(title, "relation direction linked", rows)

    def _conflicts(self) -> Iterator[Element]:
        rows = [
            [
                text(self._type(item)),
                text(item.field),
                text(self._source(item.kept_source)),
                text(self._source(item.lost_source)),
                number(item.count),
                words([self._difference(example) for example in item.examples]),
            ]
            for item in self.report.conflicts
        ]
        columns = "class property kept-source lost-source count examples"
        return self._table(self.say("conflicts"), columns, rows)

    def _difference(self, example: ConflictExample) -> str:
        if example.hidden:
            return f"{example.id}: {self.say('hidden')}"
        kept, lost = _spell(example.kept), _spell(example.lost)
        return f"{example.id}: {kept}{self.say('instead-of')}{lost}"

    def _duplicates(self) -> Iterator[Element]:
        rows = [
            [
                text(self._label(item.type)),
                text(self.say("all") if item.by == "all" else item.by),
                number(item.groups),
                number(item.surplus),
                words([" = ".join(group) for group in item.examples]),
            ]
            for item in self.report.duplicates
        ]
        yield from self._table(self.say("duplicates"), "class by groups surplus examples", rows)
        if self.report.probable is not None:
            yield from self._probable(self.report.probable)

    def _probable(self, found: Sequence[Probable]) -> Iterator[Element]:
        rows = [
            [
                text(self._label(item.type)),
                number(item.merge),
                number(item.review),
                words([" ≈ ".join(pair) for pair in item.examples]),
            ]
            for item in found
        ]
        yield tag("p", self.say("probable-how"))
        yield from self._table(self.say("probable"), "class merge review examples", rows)

    def _freshness(self) -> Iterator[Element]:
        rows = [
            [
                text(self._label(item.type)),
                text(self._source(item.source)),
                number(item.values),
                text(item.newest or "–"),
                text(item.oldest or "–"),
                number(item.median_age),
                ratio(item.old.share),
                number(item.future),
                number(item.undated),
            ]
            for item in self.report.freshness
        ]
        columns = "class source values newest oldest median-age old future undated"
        return self._table(self.say("freshness"), columns, rows)

    def _overdue(self) -> Iterator[Element]:
        rows = [
            [
                text(self._label(item.type)),
                text(item.field),
                part(item.overdue),
                words(item.examples),
            ]
            for item in self.report.overdue
        ]
        return self._table(self.say("overdue"), "class property past examples", rows)

    def _violations(self) -> Iterator[Element]:
        rows = [
            [
                text(
                    self._label(item.type)
                    if item.subject == "entity"
                    else self._relation(item.type)
                ),
                text(item.code),
                text(item.field),
                number(item.count),
                words(item.examples),
            ]
            for item in self.report.violations
        ]
        return self._table(self.say("violations"), "class code property count examples", rows)

    def _sources(self) -> Iterator[Element]:
        rows = [
            [
                text(self._source(item.name)),
                number(item.priority),
                number(item.entities),
                number(item.only_entities),
                number(item.fields),
                ratio(item.only_fields.share),
                number(item.relations),
                ratio(item.only_relations.share),
                number(item.won),
                number(item.lost),
                number(item.confidence),
            ]
            for item in self.report.sources
        ]
        columns = (
            "source priority entities only-entities values only-fields relations only-relations "
            "won lost confidence"
        )
        return self._table(self.say("sources"), columns, rows)

    def _type(self, item: Conflicts) -> str:
        return self._label(item.type) if item.subject == "entity" else self._relation(item.type)

    def _label(self, name: str) -> str:
        class_ = self.ontology.classes.get(name)
        return (class_.label.get(self.language) if class_ else "") or name

    def _relation(self, name: str) -> str:
        relation = self.ontology.relations.get(name)
        return (relation.label.get(self.language) if relation else "") or name

    def _source(self, name: str) -> str:
        return name or self.say("unknown-source")


def _spell(value: PropertyValue | None) -> str:
    shown = "；".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
