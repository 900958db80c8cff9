"""A small market for the matching tests: four supplies, three demands, what they share."""

from functools import cache

import ontology
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.records import Entity, Relation
from matcher.encoder.corpus import read_corpus
from matcher.encoder.static import StaticEncoder
from matcher.encoder.training import train
from ontology.model import Ontology


@cache
def core() -> Ontology:
    """The shipped ontology."""
    return ontology.load()


def market() -> MemoryStore:
    """The market in memory."""
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    store.write(_fill)
    return store


@cache
def encoder() -> StaticEncoder:
    """An encoder trained on the market."""
    return train(read_corpus(market(), core()), dimension=32)


def _named(id: str, type: str, zh: str, en: str, **more: object) -> Entity:
    return Entity(id, type, {"name_zh": zh, "name_en": en, **more})  # type: ignore[dict-item]


def _fill(writer: GraphWriter) -> None:
    writer.upsert_entities(
        [
            _named("tech:vision", "Technology", "机器视觉", "machine vision"),
            _named("tech:agv", "Technology", "自动导引车", "automated guided vehicle"),
            _named("tech:ai", "Technology", "边缘智能", "edge AI"),
            _named("scenario:inspect", "Scenario", "机器视觉质检", "vision quality inspection"),
            _named("ent:eye", "Enterprise", "明目科技", "Clear Eye"),
            _named("supply:eye", "Supply", "外观缺陷在线检测", "in-line defect detector"),
            _named("supply:cart", "Supply", "无人搬运车队", "driverless cart fleet"),
            _named("supply:cloud", "Supply", "云端排产软件", "cloud scheduling"),
            _named("supply:draft", "Supply", "外观缺陷检测草案", "defect draft", status="draft"),
            _named("demand:scratch", "Demand", "划痕靠肉眼看", "scratches checked by eye"),
            _named("demand:carry", "Demand", "搬料太慢", "hauling is slow"),
            _named("demand:done", "Demand", "旧需求", "an old need", status="closed"),
        ]
    )
    refused = writer.upsert_relations(
        [
            Relation("offers", "ent:eye", "supply:eye"),
            Relation("provides", "supply:eye", "tech:vision"),
            Relation("addresses", "supply:eye", "scenario:inspect"),
            Relation("provides", "supply:cart", "tech:agv"),
            Relation("provides", "supply:cloud", "tech:ai"),
            Relation("dependsOn", "tech:vision", "tech:ai"),
            Relation("usesTechnology", "scenario:inspect", "tech:vision"),
            Relation("forScenario", "demand:scratch", "scenario:inspect"),
            Relation("requires", "demand:carry", "tech:agv"),
        ]
    ).refused
    if refused:
        raise AssertionError(refused)
