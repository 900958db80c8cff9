"""Hostile and damaged files for ``pearlnet ontology add``: what each is, and what is said of it."""

from tests.hostile_rdf import DEEP, Case

PREFIXES = (
    "@prefix ex: <https://example.org/o#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix pn: <urn:pearlnet:ontology:> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
"""Seven lines."""
CLASS = 'ex:A a owl:Class ; rdfs:label "A"@en .\n'
ROOT = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:owl="http://www.w3.org/2002/07/owl#">\n'
)
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
NESTED = '{"@context": {"@vocab": "urn:x:"}, "@id": "urn:a", "p": '

REFUSED = [
    Case("cut.ttl", PREFIXES + CLASS + "ex:B a owl:Cl", r":9: .*cut off"),
    Case("cut-text.ttl", PREFIXES + 'ex:B rdfs:label "B', r":8: .*cut off"),
    Case("no-prefix.ttl", "ex:A a ex:B .", r":1: .*ex:"),
    Case("empty.ttl", "", "is empty"),
    Case("blank.ttl", " \n\t\n", "is empty"),
    Case("nul.ttl", PREFIXES + "ex:\0A a owl:Class .", ":8: "),
    Case("latin.ttl", PREFIXES.encode() + b'ex:A rdfs:label "caf\xe9" .', ":8: .*UTF-8"),
    Case("page.ttl", "<!DOCTYPE html><html><body>404</body></html>", ":1: "),
    Case("gzip.ttl", b"\x1f\x8b\x08" + bytes(99), ":1: .*UTF-8"),
    Case("deep-lists.ttl", PREFIXES + "ex:A owl:unionOf " + "( 1 \n" * DEEP, "nests too deep"),
    Case("deep-nodes.ttl", PREFIXES + "ex:A ex:b " + "[ ex:b\n" * DEEP, "nests too deep"),
    Case("deep-terms.ttl", PREFIXES + "ex:A ex:b " + "<<( ex:a ex:b " * DEEP, "nests too deep"),
    Case("deep-terms.nt", "<a:a> <a:b> " + "<<( <a:a> <a:b> " * DEEP, "nests too deep"),
    Case("long.ttl", PREFIXES + f'ex:A rdfs:label "{"x" * 17_000_000}"@en .', "16 ?MB"),
    Case("laughs.owl", f"<!DOCTYPE r [<!ENTITY a0 'a'>{LAUGHS}]>\n{ROOT}&a9;</rdf:RDF>", "made of"),
    Case("file.owl", f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///x">]>\n{ROOT}&a;', "another docu"),
    Case("web.owl", f'<!DOCTYPE r [<!ENTITY % a SYSTEM "urn:x"> %a;]>\n{ROOT}', "another docu"),
    Case("cut.owl", ROOT + '<owl:Class rdf:about="urn:a"', ":2: .*cut off"),
    Case("deep.owl", ROOT + '<owl:Class><a xmlns="urn:x:">' * DEEP, "nests deeper"),
    Case("mismatch.owl", ROOT + "<owl:Class></owl:Thing></rdf:RDF>", ":2: mismatched"),
    Case("owl-xml.owl", '<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', "another syntax"),
    Case("functional.owl", "Prefix(:=<urn:x:>)\nOntology(<urn:x>)", "another syntax"),
    Case("manchester.owl", "Prefix: : <urn:x:>\nOntology: <urn:x>\n", "another syntax"),
    Case("books.xml", "<?xml version='1.0'?><books/>", "root is <books>"),
    Case("klingon.owl", f'<?xml version="1.0" encoding="klingon"?>\n{ROOT}', "not klingon"),
    Case("deep.jsonld", NESTED + '{"p": ' * DEEP, "nests deeper"),
    Case("deep-list.jsonld", NESTED + "[" * DEEP, "nests deeper"),
    Case("cut.jsonld", NESTED + '"x', "cut off"),
    Case("remote.jsonld", '{"@context": "https://example.org/c", "@id": "urn:a"}', r"\.jsonld"),
    Case("cut.nq", "<urn:a> <urn:b>", ":1: "),
    Case("cut.trig", PREFIXES + "ex:g { ex:a ex:b ex:c .", "cut off"),
    Case("unknown.obo", "format-version: 1.2", "format is told by the suffix"),
    Case(
        "circle.ttl",
        PREFIXES + "ex:A a owl:Class ; rdfs:subClassOf ex:B .\n"
        "ex:B a owl:Class ; rdfs:subClassOf ex:C .\nex:C a owl:Class ; rdfs:subClassOf ex:A .",
        r"circle\.ttl.*A.*B|own superclass|cycle|circle",
    ),
]
"""Refused, and nothing of them kept."""

SURVIVED = [
    Case("mark.ttl", b"\xef\xbb\xbf" + (PREFIXES + CLASS).encode(), ""),
    Case("utf-16.ttl", (PREFIXES + CLASS).encode("utf-16"), ""),
    Case("line-ends.ttl", (PREFIXES + CLASS).replace("\n", "\r\n") + CLASS.replace("A", "B"), ""),
    Case(
        "own-class.ttl",
        PREFIXES + CLASS + "ex:A rdfs:subClassOf ex:A .",
        "",
    ),
    Case(
        "expression-circle.ttl",
        PREFIXES + CLASS + "ex:A owl:equivalentClass [ owl:unionOf _:l ] .\n"
        "_:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ex:A ;"
        " <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l .",
        "",
    ),
    Case(
        "inner-circle.ttl",
        PREFIXES + CLASS + "ex:A rdfs:subClassOf _:x . _:x owl:intersectionOf ( _:x ex:A ) .",
        "",
    ),
    Case(
        "broader-circle.ttl",
        PREFIXES + 'ex:s a skos:ConceptScheme .\nex:a a skos:Concept ; skos:prefLabel "a"@en ;'
        ' skos:broader ex:b .\nex:b a skos:Concept ; skos:prefLabel "b"@en ; skos:broader ex:a .',
        "",
    ),
    Case(
        "imports-itself.ttl",
        PREFIXES
        + "<https://example.org/o> a owl:Ontology ; owl:imports <https://example.org/o> ."
        + CLASS,
        "",
    ),
    Case(
        "inverse-of-itself.ttl",
        PREFIXES + CLASS + "ex:p a owl:ObjectProperty ; owl:inverseOf ex:p ;"
        " rdfs:subPropertyOf ex:p ; rdfs:domain ex:A ; rdfs:range ex:A .",
        "",
    ),
    Case("literal-class.ttl", PREFIXES + CLASS + 'ex:A rdfs:subClassOf "B", 5 .', ""),
    Case(
        "odd-pattern.ttl",
        PREFIXES + CLASS + "ex:p a owl:DatatypeProperty ; rdfs:domain ex:A ;"
        " rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:string ; owl:withRestrictions ("
        ' [ xsd:pattern "(a+" ] ) ] .',
        "",
    ),
    Case(
        "many-labels.ttl",
        PREFIXES + CLASS + "".join(f'ex:A rdfs:label "{n}"@en .\n' for n in range(5_000)),
        "",
    ),
]
"""Odd, but no harm: taken in with what is odd told, or refused in plain words."""
