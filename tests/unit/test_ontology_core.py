"""The shipped ontology says what the design says, in two languages."""

import pytest

import ontology
from ontology import Datatype, Sensitivity, Text

CORE = ontology.load()
CLASSES = [
    "Thing",
    "Industry",
    "Scenario",
    "UseCase",
    "Technology",
    "Standard",
    "Organization",
    "Enterprise",
    "University",
    "Laboratory",
    "Alliance",
    "StandardsBody",
    "Agency",
    "Talent",
    "Skill",
    "Demand",
    "Supply",
    "Product",
    "Chain",
    "Stage",
    "Region",
    "Park",
    "Policy",
    "Programme",
    "Outcome",
    "Observation",
    "Engagement",
    "Feedback",
    "Honour",
    "Criterion",
]
RELATIONS = [
    "subIndustryOf",
    "broaderScenario",
    "broaderTechnology",
    "dependsOn",
    "references",
    "supersedes",
    "upstreamOf",
    "about",
    "inIndustry",
    "usesTechnology",
    "conformsTo",
    "realises",
    "deployedBy",
    "deliveredBy",
    "locatedIn",
    "withinRegion",
    "replicates",
    "governedBy",
    "outcomeOf",
    "ofDemand",
    "withSupply",
    "judgesDemand",
    "judgesSupply",
    "partOf",
    "precedes",
    "serves",
    "leads",
    "pilotOf",
    "supports",
    "operatesIn",
    "inPark",
    "produces",
    "suppliesTo",
    "masters",
    "raises",
    "offers",
    "memberOf",
    "forScenario",
    "requires",
    "addresses",
    "provides",
    "compliesWith",
    "hasSkill",
    "worksIn",
    "employedBy",
    "honourOf",
    "publishedBy",
    "servesRegion",
    "includesProduct",
    "compatibleWith",
    "incompatibleWith",
    "excludesStandard",
]
VOCABULARIES = {
    "demandCategory": "economic-benefit production-transformation labour-saving "
    "structure-optimisation strategy-adjustment",
    "supplyCategory": "security-assurance diagnosis-evaluation decision-support",
    "supplyForm": "network terminal platform software solution service",
    "supplyStatus": "draft open paused closed",
    "businessStage": "research production operation service",
    "lifecyclePhase": "incubation growth expansion",
    "honourKind": "innovative-sme specialised-sme little-giant single-champion hidden-champion "
    "supporting-expert",
    "criterionOperator": "at-least at-most below holds follows",
    "demandStatus": "draft review open engaged fulfilled closed proposed",
    "demandLevel": "industry enterprise",
    "engagementState": "published reviewed introduced negotiating contracted deployed evaluated",
    "feedbackVerdict": "accepted rejected contacted contracted",
    "sensitivity": "public internal restricted",
    "standardKind": "international national industry local group enterprise",
    "standardStatus": "current superseded withdrawn draft",
    "conditionKind": "standard technology security-level region form status capacity",
    "securityLevel": "level-1 level-2 level-3 level-4 level-5",
    "regionLevel": "country province prefecture county",
}
WORDS = [
    *((f"class {item.name}", item.label, item.gloss) for item in CORE.classes.values()),
    *(
        (f"property {owner.name}.{item.name}", item.label, item.gloss)
        for owner in CORE.classes.values()
        for item in owner.properties.values()
    ),
    *((f"relation {item.name}", item.label, item.gloss) for item in CORE.relations.values()),
    *(
        (f"inverse of {item.name}", item.inverse_label, item.gloss)
        for item in CORE.relations.values()
    ),
    *((f"vocabulary {item.name}", item.label, item.gloss) for item in CORE.vocabularies.values()),
    *(
        (f"term {scheme.name}:{item.id}", item.label, item.gloss)
        for scheme in CORE.vocabularies.values()
        for item in scheme.terms.values()
    ),
]


def test_it_has_the_classes_of_the_design_and_no_others() -> None:
    assert sorted(CORE.classes) == sorted(CLASSES)


def test_it_has_the_relations_of_the_design_and_no_others() -> None:
    assert sorted(CORE.relations) == sorted(RELATIONS)


def test_it_has_the_vocabularies_of_the_design_with_their_terms_in_order() -> None:
    terms = {name: " ".join(item.terms) for name, item in CORE.vocabularies.items()}
    assert terms == VOCABULARIES


@pytest.mark.parametrize(
    ("what", "label", "gloss"), WORDS, ids=[what.replace(" ", "-") for what, _, _ in WORDS]
)
def test_everything_has_a_label_and_a_gloss_in_both_languages(
    what: str, label: Text, gloss: Text
) -> None:
    for text in (label, gloss):
        assert _is_chinese(text.by_language["zh"]), what
        assert not _is_chinese(text.by_language["en"]), what
    assert len(gloss.by_language["zh"]) >= 10
    assert len(gloss.by_language["en"].split()) >= 5
    assert gloss.by_language["zh"].endswith("。")
    assert gloss.by_language["en"].endswith(".")


def test_no_two_relations_share_a_gloss() -> None:
    glosses = [item.gloss.get("en") for item in CORE.relations.values()]
    assert len(set(glosses)) == len(glosses)


def test_it_gives_its_reader_nothing_to_mend() -> None:
    assert CORE.warnings == ()


def test_every_class_but_the_root_descends_from_the_root() -> None:
    assert all(CORE.is_a(name, "Thing") for name in CORE.classes)


def test_only_the_root_and_organization_are_abstract() -> None:
    assert {name for name, item in CORE.classes.items() if item.abstract} == {
        "Thing",
        "Organization",
    }


def test_every_entity_has_a_name_that_is_indexed_and_searched() -> None:
    for name in CORE.classes:
        title = CORE.property(name, "name")
        assert (title.datatype, title.required, title.many) == (Datatype.TEXT, True, False)
        assert title.indexed
        assert title.searchable
        assert title.keys == ("name_zh", "name_en")


def test_a_name_shared_by_classes_means_on_each_what_its_shape_says() -> None:
    levels = {name: CORE.property(name, "level") for name in ("Industry", "Demand", "Region")}
    assert [item.datatype for item in levels.values()] == [
        Datatype.INTEGER,
        Datatype.TERM,
        Datatype.TERM,
    ]
    assert [item.vocabulary for item in levels.values()] == [None, "demandLevel", "regionLevel"]
    assert [item.label.get("zh") for item in levels.values()] == [
        "行业层级",
        "需求层级",
        "行政级别",
    ]


def test_contacts_are_restricted_and_budgets_internal() -> None:
    guarded = {
        (owner.name, item.name): item.sensitivity
        for owner in CORE.classes.values()
        for item in owner.properties.values()
        if item.sensitivity is not Sensitivity.PUBLIC
    }
    restricted, internal = Sensitivity.RESTRICTED, Sensitivity.INTERNAL
    assert guarded == {
        ("Organization", "contactName"): restricted,
        ("Organization", "contactPhone"): restricted,
        ("Organization", "contactEmail"): restricted,
        ("Talent", "contactPhone"): restricted,
        ("Talent", "contactEmail"): restricted,
        ("Demand", "budget"): internal,
        ("Feedback", "givenBy"): internal,
        ("Feedback", "reason"): internal,
    }


def test_relation_ends_differ_by_source_where_the_design_says_so() -> None:
    assert CORE.relation("about").ends == {"Skill": ("Technology", "Industry"), "Observation": ()}
    assert CORE.relation("requires").ends == {"Demand": ("Technology", "Standard", "Skill")}


def test_chain_leader_is_a_relation_and_no_rung_of_honours() -> None:
    assert CORE.relation("leads").inverse_label.get("zh") == "链主"
    assert "链主" not in {term.label.get("zh") for term in _terms("honourKind")}


def test_demand_states_carry_the_words_that_people_see() -> None:
    words = [term.label.get("zh") for term in _terms("demandStatus")]
    assert words == ["草稿", "待审核", "征集中", "对接中", "已落地", "已关闭", "系统建议"]


def test_the_store_learns_ancestors_indexes_and_searched_text() -> None:
    demand = CORE.graph_schema().find("Demand")
    assert demand is not None
    assert demand.ancestors == ("Thing",)
    assert {"name_zh", "name_en", "status", "dueDate", "budget"} <= set(demand.indexed)
    assert set(demand.searchable) == {
        f"{name}_{language}"
        for name in ("name", "alias", "description")
        for language in ("zh", "en")
    }


def test_the_fingerprint_is_that_of_the_content() -> None:
    assert ontology.load().fingerprint == CORE.fingerprint
    assert len(CORE.fingerprint) == 64


def _terms(vocabulary: str) -> list[ontology.Term]:
    return list(CORE.vocabulary(vocabulary).terms.values())


def _is_chinese(text: str) -> bool:
    return any("一" <= letter <= "鿿" for letter in text)
