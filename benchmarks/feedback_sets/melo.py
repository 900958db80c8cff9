"""MELO (Retyk et al., 2024): US job titles as demands, ESCO occupations as supplies, all judged."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import ontology
from benchmarks.feedback_sets.judged import JudgedSet
from graph.memory import MemoryStore
from graph.records import Entity
from matcher.feedback import Judgement


def melo(folder: Path) -> JudgedSet:
    """The set of a folder with queries, corpus_elements, concept_mapping and annotations (tsv).

    The names of one occupation are the name and aliases of one supply.
    """
    concept = dict(_rows(folder / "concept_mapping.tsv"))
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for element, name in _rows(folder / "corpus_elements.tsv"):
        names[concept[element]][name] = None
    ids = {item: f"supply:{number:04}" for number, item in enumerate(sorted(names))}
    entities = [
        Entity(ids[item], "Supply", {"name_en": first, **({"alias_en": others} if others else {})})
        for item, said in names.items()
        for first, *rest in (tuple(said),)
        for others in (tuple(rest),)
    ]
    entities += [
        Entity(f"demand:{query}", "Demand", {"name_en": title})
        for query, title in _rows(folder / "queries.tsv")
    ]
    judged = {
        (f"demand:{query}", ids[concept[element]])
        for query, _, element, _ in _rows(folder / "annotations.tsv")
    }
    store = MemoryStore()
    store.apply_schema(ontology.load().graph_schema())
    store.write(lambda writer: writer.upsert_entities(entities))
    pairs = [Judgement(*pair, answers=True, weight=1.0) for pair in sorted(judged)]
    return JudgedSet("MELO", store, pairs, complete=True)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n").split("\t") for line in file)
