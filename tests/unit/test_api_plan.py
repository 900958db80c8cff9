"""Which types follow from an ontology."""

from dataclasses import replace

from api.plan import RelationMember, plan_api
from ontology.model import ClassDef, Datatype, Ontology, PropertyDef, RelationDef, Text

EMPTY = Text()


def prop(name: str) -> PropertyDef:
    return PropertyDef(name, f"urn:x:{name}", EMPTY, EMPTY, Datatype.STRING)


def cls(
    name: str, *parents: str, abstract: bool = False, properties: tuple[str, ...] = ()
) -> ClassDef:
    own = {item: prop(item) for item in properties}
    return ClassDef(name, f"urn:x:{name}", EMPTY, EMPTY, parents, own, abstract)


def rel(name: str, **ends: tuple[str, ...]) -> RelationDef:
    return RelationDef(name, f"urn:x:{name}", EMPTY, EMPTY, EMPTY, ends)


def an_ontology(*classes: ClassDef, relations: tuple[RelationDef, ...] = ()) -> Ontology:
    return Ontology(
        {item.name: item for item in classes}, {item.name: item for item in relations}, {}
    )


THING = cls("Thing", abstract=True, properties=("name",))
PARTY = cls("Party", "Thing", abstract=True, properties=("phone",))


def test_an_abstract_class_is_an_interface_and_a_concrete_one_a_type() -> None:
    plan = plan_api(an_ontology(THING, PARTY, cls("Firm", "Party"), cls("Need", "Thing")))
    assert set(plan.objects) == {"Firm", "Need"}
    assert set(plan.interfaces) == {"Entity", "Party"}
    assert plan.objects["Firm"].interfaces == ("Entity", "Party")
    assert set(plan.objects["Firm"].members) == {"name", "phone"}


def test_the_class_above_all_is_shown_as_entity() -> None:
    plan = plan_api(an_ontology(THING, cls("Need", "Thing")))
    assert plan.lists["Thing"] == "Entity"
    assert set(plan.of_type("Entity").members) == {"name"}


def test_without_a_class_above_all_entity_has_what_is_common() -> None:
    plan = plan_api(an_ontology(cls("A", properties=("x", "y")), cls("B", properties=("x",))))
    assert set(plan.of_type("Entity").members) == {"x"}


def test_a_concrete_class_with_subclasses_is_listed_by_an_interface() -> None:
    plan = plan_api(
        an_ontology(THING, cls("Firm", "Thing", properties=("size",)), cls("Startup", "Firm"))
    )
    assert plan.lists["Firm"] == "AnyFirm"
    assert plan.objects["Firm"].interfaces == ("AnyFirm", "Entity")
    assert plan.objects["Startup"].interfaces == ("AnyFirm", "Entity")
    assert "size" in plan.of_type("AnyFirm").members


def test_a_relation_to_several_classes_is_typed_by_the_nearest_they_share() -> None:
    firm, school = cls("Firm", "Party"), cls("School", "Party")
    plan = plan_api(an_ontology(THING, PARTY, firm, school, cls("Need", "Thing")))
    assert plan.common_type(("Firm", "School")) == "Party"
    assert plan.common_type(("Firm", "Need")) == "Entity"
    assert plan.common_type(("Firm",)) == "Firm"
    assert plan.common_type(()) == "Entity"


def test_a_relation_is_a_member_at_both_ends() -> None:
    raises = rel("raises", Party=("Need",))
    model = an_ontology(
        THING, PARTY, cls("Firm", "Party"), cls("Need", "Thing"), relations=(raises,)
    )
    plan = plan_api(model)
    assert plan.objects["Firm"].members["raises"] == RelationMember(
        "raises", raises, "out", ("Need",)
    )
    assert plan.objects["Need"].members["raisesOf"] == RelationMember(
        "raisesOf", raises, "in", ("Party",)
    )


def test_an_interface_promises_only_what_all_below_it_share() -> None:
    firm, school = cls("Firm", "Party"), cls("School", "Party", properties=("phone",))
    odd = replace(prop("phone"), datatype=Datatype.INTEGER)
    school = replace(school, properties={"phone": odd})
    plan = plan_api(an_ontology(THING, PARTY, firm, school))
    assert "phone" not in plan.of_type("Party").members
    assert "phone" in plan.objects["Firm"].members


def test_names_that_the_api_needs_are_set_aside() -> None:
    plan = plan_api(an_ontology(cls("Term", properties=("id", "not", "type"))))
    assert plan.objects["Term"].name == "Term_"
    assert set(plan.objects["Term"].members) == {"id_", "not_", "type_"}
