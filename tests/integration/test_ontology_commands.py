"""``pearlnet ontology``: add, list, compare, show and remove, with data in the store."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.sdl import definition
from ontology import InvalidOntology
from ontology.errors import NameTaken, OntologyNeeded, UnknownOntology, WouldOrphan
from ontology.foreign.profile import digest
from ontology.namespaces import RDF, RDFS
from ontology.triples import Source, parse
from pearlnet.bootstrap import open_ontology
from pearlnet.cli.app import app
from pearlnet.settings import Settings, read_settings
from tests.ontology_world import PREFIXES

HEADER = "<https://example.org/m> a owl:Ontology .\n"
PRESS = """
ex:Press a owl:Class ; rdfs:subClassOf pn:Product ;
    rdfs:label "press"@en, "presse"@fr, "冲床"@zh ; skos:definition "It presses."@en .
"""
SLOTS = """
ex:serial a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:domain ex:Press ;
    rdfs:range xsd:string ; rdfs:label "serial"@en .
ex:feeds a owl:ObjectProperty ; rdfs:domain ex:Press ; rdfs:range ex:Press ; rdfs:label "feeds"@en .
"""
MACHINES = PREFIXES + HEADER + PRESS + SLOTS
PRESSES = "id,name_en,serial,feeds\npress:1,one,A1,press:2\npress:2,two,A2,\n"
MAPPING = 'source: {name: "t"}\nentities:\n  - {class: Press, id: "{id}", auto: true}\n'
WATER = f"""{PREFIXES}
ex:scheme a skos:ConceptScheme ; skos:prefLabel "waters"@en .
ex:c1 a skos:Concept ; skos:inScheme ex:scheme ; skos:prefLabel "water"@en, "eau"@fr, "水"@zh .
ex:c2 a skos:Concept ; skos:inScheme ex:scheme ; skos:broader ex:c1 ; skos:notation "1.1" ;
    skos:prefLabel "river"@en, "rivière"@fr ; skos:altLabel "stream"@en .
"""


class Command:
    """The command line with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str) -> str:
        done = CliRunner().invoke(app, ["--lang", "en", *words])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    def json(self, *words: str) -> Any:
        return json.loads(self.run("ontology", *words, "--json"))

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def stored(self) -> dict[str, bytes]:
        folder = self.folder / "home" / "ontologies"
        return {str(file): file.read_bytes() for file in folder.rglob("*.ttl")}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    yield _at(tmp_path, monkeypatch)
    read_settings.cache_clear()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where machines were added, and two presses imported of which one feeds the other."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        command = _at(folder, patch)
        command.run("ontology", "add", command.write("machines.ttl", MACHINES))
        command.write("presses.yaml", MAPPING)
        command.run("import", command.write("presses.csv", PRESSES), "--mapping", "presses.yaml")
    read_settings.cache_clear()
    return folder


@pytest.fixture
def machines(made: Path, command: Command) -> Command:
    """A copy of that home."""
    shutil.copytree(made, command.folder, dirs_exist_ok=True)
    return command


def _at(folder: Path, patch: pytest.MonkeyPatch) -> Command:
    for name in ("NEO4J_URI", "PEARLNET_ONTOLOGY"):
        patch.delenv(name, raising=False)
    patch.setenv("PEARLNET_HOME", str(folder / "home"))
    patch.chdir(folder)
    read_settings.cache_clear()
    return Command(folder)


class TestAdd:
    def test_what_is_added_can_be_imported_searched_and_asked_for(self, machines: Command) -> None:
        assert "press:1" in machines.run("search", "one", "--type", "Press")
        model = open_ontology(Settings())
        assert "type Press implements" in definition(model)
        assert "presses(" in definition(model)

    def test_the_same_again_changes_nothing(self, machines: Command) -> None:
        before = machines.stored()
        assert machines.json("add", "machines.ttl")["same"]
        assert machines.stored() == before

    def test_order_and_layout_make_no_new_version(self, machines: Command) -> None:
        turned = machines.write("machines.ttl", PREFIXES + SLOTS + HEADER + "\n" + PRESS)
        assert machines.json("diff", turned)["same"]

    def test_a_new_version_takes_the_place_of_the_old_which_stays(self, machines: Command) -> None:
        more = machines.write("later.ttl", MACHINES + 'ex:Lathe a owl:Class ; rdfs:label "l"@en .')
        done = machines.json("add", more)
        assert (done["name"], len(done["changes"])) == ("machines", 1)
        _, row = machines.json("list")["ontologies"]
        assert (row["version"], row["classes"]) == (done["version"], 2)
        assert set(row["versions"]) == {done["version"], done["replaces"]}
        old = machines.run(
            "ontology", "show", "machines", "--turtle", "--version", done["replaces"]
        )
        assert "Press" in old
        assert "Lathe" not in old

    def test_an_ontology_with_other_iris_does_not_take_the_name(self, machines: Command) -> None:
        other = MACHINES.replace("https://example.org/m>", "https://example.org/other>")
        machines.write("machines.ttl", other)
        with pytest.raises(NameTaken, match="--name"):
            machines.run("ontology", "add", "machines.ttl")

    @pytest.mark.parametrize("name", ["../out", "core", ".hidden", ""])
    def test_a_name_that_cannot_be_is_refused(self, command: Command, name: str) -> None:
        command.write("machines.ttl", MACHINES)
        with pytest.raises(InvalidOntology, match="cannot name an ontology"):
            command.run("ontology", "add", "machines.ttl", "--name", name)

    def test_one_ontology_builds_on_another(self, machines: Command) -> None:
        more = f"{PREFIXES} ex:Servo a owl:Class ; rdfs:subClassOf ex:Press ."
        done = machines.json("add", machines.write("servo.ttl", more))
        assert [item["name"] for item in done["changes"]] == ["Servo"]
        assert not [f for f in done["report"]["findings"] if f["code"] == "CLASS_IMPLIED"]
        with pytest.raises(OntologyNeeded, match="servo"):
            machines.run("ontology", "remove", "machines")

    def test_a_malformed_file_changes_nothing(self, machines: Command) -> None:
        before = machines.stored()
        machines.write("bad.rdf", f'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="{RDF}">\n<a>')
        with pytest.raises(InvalidOntology) as caught:
            machines.run("ontology", "add", "bad.rdf")
        assert (caught.value.file, caught.value.line) == ("bad.rdf", 3)
        assert machines.stored() == before


class TestOrphans:
    def test_a_version_without_what_is_stored_is_refused_with_counts(
        self, machines: Command
    ) -> None:
        before = machines.stored()
        less = machines.write("less.ttl", MACHINES.replace("ex:serial", "ex:number"))
        with pytest.raises(WouldOrphan) as caught:
            machines.run("ontology", "add", less)
        assert "Press.serial: 2 entities, such as press:1, press:2" in str(caught.value)
        assert machines.stored() == before

    def test_diff_tells_it_and_writes_nothing(self, machines: Command) -> None:
        before = machines.stored()
        less = machines.write("less.ttl", MACHINES.replace("ex:feeds", "ex:fills"))
        told = machines.json("diff", less)
        assert told["refused"]
        assert told["losses"][0] == {
            "kind": "relation",
            "name": "feeds",
            "count": 1,
            "examples": ["press:1 feeds press:2"],
            "orphan": True,
        }
        assert [(i["action"], i["name"]) for i in told["changes"]] == [
            ("removed", "feeds"),
            ("added", "fills"),
        ]
        assert "would be orphaned" in machines.run("ontology", "diff", less)
        assert machines.stored() == before

    def test_removal_is_refused_while_there_are_entities(self, machines: Command) -> None:
        with pytest.raises(WouldOrphan, match="class Press: 2 entities"):
            machines.run("ontology", "remove", "machines")
        assert machines.json("list", "machines")["class"] == ["Press"]

    def test_removal_takes_everything_once_nothing_needs_it(self, command: Command) -> None:
        command.run("ontology", "add", command.write("machines.ttl", MACHINES))
        command.run("ontology", "remove", "machines")
        assert [row["name"] for row in command.json("list")["ontologies"]] == ["core"]
        assert "Press" not in open_ontology(Settings()).classes
        with pytest.raises(UnknownOntology):
            command.run("ontology", "remove", "machines")


class TestShow:
    def test_the_whole_file_comes_out_with_its_languages(self, machines: Command) -> None:
        out = machines.run("ontology", "show", "machines", "--turtle")
        back = parse([Source("out.ttl", out.encode())])
        assert digest(back) == digest(parse([Source("in.ttl", MACHINES.encode())]))
        labels = back.literals("https://example.org/m#Press", f"{RDFS}label")
        assert {item.language for item in labels} == {"en", "fr", "zh"}

    def test_what_came_out_goes_in_again_as_the_same_version(self, machines: Command) -> None:
        out = machines.run("ontology", "show", "machines", "--turtle")
        assert machines.json("diff", machines.write("again.ttl", out))["same"]

    def test_what_was_found_is_kept_with_it(self, machines: Command) -> None:
        report = machines.json("show", "machines")["report"]
        assert report["counts"]["classes"] == 1
        assert "LANGUAGE_LACKING" in {item["code"] for item in report["findings"]}
        assert "serial" in machines.run("ontology", "show", "Press")

    def test_an_unknown_name_is_told_with_the_nearest(self, machines: Command) -> None:
        with pytest.raises(UnknownOntology, match="did you mean 'machines'"):
            machines.run("ontology", "show", "machine", "--turtle")


class TestConcepts:
    def test_they_are_imported_by_the_mapping_that_show_writes(self, command: Command) -> None:
        said = command.run("ontology", "add", command.write("water.ttl", WATER))
        assert "pearlnet ontology show water --mapping" in said
        mapping = command.run("ontology", "show", "water", "--mapping")
        command.run("import", "water.ttl", "--mapping", command.write("water.yaml", mapping))
        river = json.loads(command.run("show", "concept:c2", "--json"))
        assert river["properties"]["name_fr"] == "rivière"
        assert river["properties"]["notation"] == ["1.1"]
        assert "concept:c1" in json.dumps(river)
        with pytest.raises(WouldOrphan, match="class Concept: 2 entities"):
            command.run("ontology", "remove", "water")

    def test_as_a_vocabulary_they_are_terms(self, command: Command) -> None:
        command.run("ontology", "add", command.write("water.ttl", WATER), "--as", "vocabulary")
        assert command.json("list", "water")["vocabulary"] == ["scheme"]
        terms = open_ontology(Settings()).vocabulary("scheme").terms
        assert list(terms) == ["c1", "1.1"]

    def test_the_choice_is_remembered_for_new_versions(self, command: Command) -> None:
        command.run("ontology", "add", command.write("water.ttl", WATER), "--as", "vocabulary")
        more = command.write(
            "water.ttl", WATER + "ex:c3 a skos:Concept ; skos:inScheme ex:scheme ."
        )
        assert [item["name"] for item in command.json("diff", more)["changes"]] == ["scheme/c3"]


class TestKept:
    def test_the_model_is_built_once_and_then_read(self, machines: Command) -> None:
        built = machines.folder / "home" / "ontologies" / "built.json"
        first = open_ontology(Settings())
        stamp = built.stat().st_mtime_ns
        again = open_ontology(Settings())
        assert built.stat().st_mtime_ns == stamp
        assert again.fingerprint == first.fingerprint
        assert again.warnings == first.warnings
        assert again.classes == first.classes

    def test_a_model_that_was_built_from_something_else_is_not_used(
        self, machines: Command
    ) -> None:
        open_ontology(Settings())
        (model,) = machines.folder.glob("home/ontologies/machines/*/model.ttl")
        model.write_text(model.read_text(encoding="utf-8").replace("Press", "Lathe"), "utf-8")
        assert "Lathe" in open_ontology(Settings()).classes

    def test_a_half_written_one_is_built_again(self, machines: Command) -> None:
        (machines.folder / "home" / "ontologies" / "built.json").write_text('{"key": "', "utf-8")
        assert "Press" in open_ontology(Settings()).classes

    def test_a_version_that_was_not_finished_does_not_count(self, machines: Command) -> None:
        unfinished = machines.folder / "home" / "ontologies" / "other" / ".abc.new"
        unfinished.mkdir(parents=True)
        (unfinished / "model.ttl").write_text("no Turtle", encoding="utf-8")
        assert len(machines.json("list")["ontologies"]) == 2

    def test_a_folder_that_somebody_spoilt_is_told(self, machines: Command) -> None:
        (machines.folder / "home" / "ontologies" / "machines" / "current.json").write_text("{")
        with pytest.raises(InvalidOntology, match="add the ontology again"):
            open_ontology(Settings())
