"""Ontologies in files that import each other, as FIBO's do, are read whole and offline."""

from pathlib import Path

import pytest

from ontology import InvalidOntology
from ontology.foreign.candidate import Candidate, prepare
from ontology.foreign.folder import gather
from ontology.foreign.report import Place
from ontology.foreign.translation import Models
from ontology.triples import core_sources
from tests.ontology_world import CORE, findings

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF [
  <!ENTITY m "https://example.org/fin/">
  <!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">
]>
<rdf:RDF xml:base="https://example.org/fin/{name}/" xmlns:fin-{prefix}="https://example.org/fin/{name}/"
    xmlns:owl="http://www.w3.org/2002/07/owl#"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
  <owl:Ontology rdf:about="https://example.org/fin/{name}/">
    {imports}
  </owl:Ontology>
  {body}
</rdf:RDF>
"""
PARTIES = """
  <owl:Class rdf:about="&m;Parties/Party">
    <rdfs:label xml:lang="en">party</rdfs:label>
    <rdfs:subClassOf>
      <owl:Restriction>
        <owl:onProperty rdf:resource="&m;Accounts/holds"/>
        <owl:someValuesFrom>
          <owl:Class>
            <owl:unionOf rdf:parseType="Collection">
              <rdf:Description rdf:about="&m;Accounts/Account"/>
              <rdf:Description rdf:about="&m;Far/Vault"/>
            </owl:unionOf>
          </owl:Class>
        </owl:someValuesFrom>
      </owl:Restriction>
    </rdfs:subClassOf>
  </owl:Class>
"""
ACCOUNTS = """
  <owl:Class rdf:about="&m;Accounts/Account">
    <rdfs:subClassOf rdf:resource="&m;Parties/Party"/>
    <rdfs:subClassOf>
      <owl:Restriction>
        <owl:onProperty rdf:resource="&m;Accounts/accountNo"/>
        <owl:onDataRange rdf:resource="&xsd;string"/>
        <owl:qualifiedCardinality rdf:datatype="&xsd;int">1</owl:qualifiedCardinality>
      </owl:Restriction>
    </rdfs:subClassOf>
  </owl:Class>
  <owl:ObjectProperty rdf:about="&m;Accounts/holds"/>
  <owl:DatatypeProperty rdf:about="&m;Accounts/accountNo"/>
"""


def module(name: str, body: str, *imports: str) -> str:
    stated = "\n    ".join(f'<owl:imports rdf:resource="{iri}"/>' for iri in imports)
    return MODULE.format(name=name, prefix=name.lower(), imports=stated, body=body)


@pytest.fixture
def fin(tmp_path: Path) -> Path:
    """Two modules that import each other, one import that is nowhere, and a catalogue."""
    base = "https://example.org/fin"
    (tmp_path / "deep" / ".git").mkdir(parents=True)
    (tmp_path / "deep" / ".git" / "hidden.ttl").write_text("no Turtle", encoding="utf-8")
    (tmp_path / "catalog-v001.xml").write_text("<catalog/>", encoding="utf-8")
    (tmp_path / "Parties.rdf").write_text(
        module("Parties", PARTIES, f"{base}/Accounts/", f"{base}/Far/"), encoding="utf-8"
    )
    (tmp_path / "deep" / "acc.owl").write_text(
        module("Accounts", ACCOUNTS, f"{base}/Parties/"), encoding="utf-8"
    )
    return tmp_path


def added(path: Path, provided: tuple[str, ...] = ()) -> Candidate:
    return prepare(
        gather(path, provided), path, "fin", "Concept", Models(CORE, CORE, CORE), core_sources()
    )


def test_a_folder_is_read_whole_whatever_circles_its_imports_make(fin: Path) -> None:
    found = added(fin)
    assert found.ontology.ancestors("Account") == ("Party", "Thing")
    assert found.ontology.relation("holds").ends == {"Party": ("Account", "Vault")}
    number = found.ontology.property("Account", "accountNo")
    assert (number.required, number.many) == (True, False)
    assert found.report.files == 2


def test_an_import_that_is_not_there_is_told_and_not_fetched(fin: Path) -> None:
    (told,) = findings(added(fin), "IMPORT_MISSING")
    assert told.count == 1
    assert told.places == (
        Place(
            "https://example.org/fin/Parties/",
            "http://www.w3.org/2002/07/owl#imports",
            "https://example.org/fin/Far/",
            str(fin / "Parties.rdf"),
            10,
        ),
    )


def test_an_import_that_was_added_before_is_not_missing(fin: Path) -> None:
    assert not findings(added(fin, ("https://example.org/fin/Far",)), "IMPORT_MISSING")


def test_what_is_no_rdf_is_told(fin: Path) -> None:
    (told,) = findings(added(fin), "FILE_NOT_RDF")
    assert told.places[0].subject == str(fin / "catalog-v001.xml")


def test_a_file_brings_what_it_imports_from_beside_it(tmp_path: Path) -> None:
    (tmp_path / "main.rdf").write_text(
        module("Parties", PARTIES, "https://example.org/fin/Accounts/", "file:/other/names.ttl"),
        encoding="utf-8",
    )
    (tmp_path / "by-iri.rdf").write_text(module("Accounts", ACCOUNTS), encoding="utf-8")
    (tmp_path / "names.ttl").write_text(
        "<https://example.org/N> a <http://www.w3.org/2002/07/owl#Class> .", encoding="utf-8"
    )
    (tmp_path / "unrelated.ttl").write_text("no Turtle", encoding="utf-8")
    found = added(tmp_path / "main.rdf")
    assert {"Party", "Account", "N"} <= set(found.ontology.classes)
    assert not findings(found, "IMPORT_MISSING")


def test_a_file_of_the_same_name_that_says_it_is_another_is_not_taken_for_the_import(
    tmp_path: Path,
) -> None:
    (tmp_path / "main.rdf").write_text(
        module("Parties", PARTIES, "https://example.org/other/Accounts/"), encoding="utf-8"
    )
    (tmp_path / "Accounts.rdf").write_text(module("Accounts", ACCOUNTS), encoding="utf-8")
    found = added(tmp_path / "main.rdf")
    assert found.report.files == 1
    assert findings(found, "IMPORT_MISSING")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.rdf", "<rdf:RDF", "cut off"),
        ("a.ttl", "", "empty"),
        ("a.txt", "x", "suffix"),
        ("a.ttl", "<a> <b> .", "correct it there"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_name(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InvalidOntology, match=told) as caught:
        gather(tmp_path / name)
    assert caught.value.file == str(tmp_path / name)


def test_one_malformed_file_refuses_the_folder(fin: Path) -> None:
    (fin / "deep" / "bad.rdf").write_text(module("Bad", "<owl:Class"), encoding="utf-8")
    with pytest.raises(InvalidOntology) as caught:
        gather(fin)
    assert caught.value.file == str(fin / "deep" / "bad.rdf")
    assert caught.value.line is not None


def test_a_folder_without_ontologies_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidOntology, match=r"holds no \.ttl"):
        gather(tmp_path)


def test_more_than_fits_in_memory_is_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ttl").write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    monkeypatch.setattr("ontology.foreign.folder.MOST_BYTES", 10)
    with pytest.raises(InvalidOntology, match="pearlnet import"):
        gather(tmp_path)
