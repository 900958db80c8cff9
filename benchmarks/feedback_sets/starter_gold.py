"""The starter's illustrative demands with their judged pairs."""

import ingest
import ontology
from benchmarks.feedback_sets.judged import JudgedSet
from graph.memory import MemoryStore
from matcher.feedback import read_pairs
from pearlnet.bootstrap import starter_manifest


def starter_gold() -> JudgedSet:
    """The starter in memory and the pairs of starter/gold."""
    known = ontology.load()
    store = MemoryStore()
    store.apply_schema(known.graph_schema())
    manifest = starter_manifest()
    ingest.import_manifest(
        store, known, manifest, batch_id="bench", time="2026-01-01T00:00:00+00:00"
    )
    pairs = read_pairs(manifest.parent / "gold" / "demand_supply.csv")
    return JudgedSet("starter", store, pairs, complete=True)
