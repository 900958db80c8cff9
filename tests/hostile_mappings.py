"""Hostile and damaged mappings and manifests: what each is, and what is said of it."""

from tests.hostile_rdf import Case

HEAD = "source: {name: register}\n"
BLOCK = 'entities:\n  - class: Company\n    id: "{id}"\n    auto: true\n'
LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 12))
DEEP = 20_000

MAPPINGS = [
    Case("empty.yaml", "", ":1: is empty"),
    Case("comments.yaml", "# nothing\n", ":1: is empty"),
    Case("list.yaml", "- a\n- b\n", ":1: a mapping must be written as"),
    Case("word.yaml", "word", ":1: a mapping must be written as"),
    Case("laughs.yaml", HEAD + LAUGHS, ":[0-9]+: YAML anchors and aliases are not supported"),
    Case("self.yaml", "source: &a {name: *a}\n" + BLOCK, ":1: .*(alias|anchor)"),
    Case("merge.yaml", "x: &a {name: y}\nsource: {<<: *a}\n" + BLOCK, "alias"),
    Case("deep.yaml", HEAD + "rdf: " + "[" * DEEP, "nested too deeply|is not YAML"),
    Case("deep-keys.yaml", HEAD + "rdf: " + "{a: " * DEEP, "nested too deeply|is not YAML"),
    Case("deep-lines.yaml", "".join(" " * n + "a:\n" for n in range(3_000)), "nested too deeply"),
    Case("python.yaml", "source: !!python/object/apply:os.system [ls]\n" + BLOCK, ":1: "),
    Case("tag.yaml", "source: {name: !secret x}\n" + BLOCK, ":1: is not a value"),
    Case("twice.yaml", HEAD + HEAD + BLOCK, ":2: key 'source' occurs twice, first at line 1"),
    Case("tab.yaml", "source:\n\tname: x\n" + BLOCK, ":2: is not YAML"),
    Case("open-quote.yaml", HEAD + 'entities: "x\n', "is not YAML"),
    Case("open-brace.yaml", "source: {name: x\n" + BLOCK, "is not YAML"),
    Case("nul.yaml", HEAD + "x\0y: 1\n", "is not YAML"),
    Case("control.yaml", HEAD + "x\x07y: 1\n", "is not YAML"),
    Case("latin.yaml", b"source: {name: caf\xe9}\n", "is not UTF-8"),
    Case("utf-16.yaml", (HEAD + BLOCK).encode("utf-16"), "is not UTF-8"),
    Case("binary.yaml", bytes(range(256)), "is not UTF-8"),
    Case("two.yaml", HEAD + BLOCK + "---\n" + HEAD, "is not YAML.*"),
    Case("key-list.yaml", HEAD + BLOCK + "? [a, b]\n: c\n", ":[0-9]+: a key must be plain text"),
    Case("date.yaml", "source: {name: x, priority: 2026-13-45}\n" + BLOCK, ":1: "),
    Case("infinite.yaml", "source: {name: x, priority: .inf}\n" + BLOCK, ":1: .*priority"),
    Case("endless.yaml", f"source: {{name: x, priority: {'9' * 4_000}}}\n" + BLOCK, ":1: priority"),
    Case("nan.yaml", "source: {name: x, confidence: .nan}\n" + BLOCK, ":1: .*confidence"),
    Case("octal.yaml", "source: {name: x, priority: 0o9}\n" + BLOCK, ":1: priority must"),
    Case("huge.yaml", f"source: {{name: x, priority: {'9' * 5_000}}}\n" + BLOCK, ":1: "),
    Case("typo.yaml", HEAD + "entites:\n  - {}\n", "'entites' of a mapping; did you mean 'ent"),
    Case("class.yaml", HEAD + BLOCK.replace("Company", "Compny"), ":3: .*did you mean 'Company'"),
    Case("brace.yaml", HEAD + BLOCK.replace("{id}", "{id"), ":4: a brace without its partner"),
    Case("no-source.yaml", BLOCK, ":1: needs `source"),
    Case("encoding.yaml", HEAD + BLOCK + "format: {encoding: klingon}\n", "unknown encoding"),
    Case("delimiter.yaml", HEAD + BLOCK + "format: {delimiter: '--'}\n", "a single character"),
]
MANIFESTS = [
    Case("empty.yaml", "", ":1: is empty"),
    Case("word.yaml", "word", ":1: must be a list"),
    Case("pairs.yaml", "a: b\n", ":1: must be a list"),
    Case("nothing.yaml", "[]\n", ":1: must be a list"),
    Case("gone.yaml", "- {file: gone.csv}\n", ":1: there is no file .*gone.csv"),
    Case("no-mapping.yaml", "- {file: companies.csv, mapping: gone.yaml}\n", ":1: there is no fil"),
    Case("typo.yaml", "- {file: companies.csv, maping: a.yaml}\n", ":1: unknown key 'maping'"),
    Case("number.yaml", "- {file: [1]}\n", ":1: must be the path"),
    Case("twice.yaml", "- {file: companies.csv, file: b.csv}\n", ":1: key 'file' occurs twice"),
    Case("laughs.yaml", "- &a {file: companies.csv}\n- *a\n", ":[12]: .*anchors and aliases"),
    Case("deep.yaml", "[" * DEEP, "nested too deeply|is not YAML"),
    Case("itself.yaml", "- {file: itself.yaml}\n", "unknown format '.yaml'"),
    Case("nul.yaml", "- {file: 'a\0b'}\n", "is not YAML"),
    Case("nul-escaped.yaml", '- {file: "a\\0b.csv"}\n', ":1: there is no file"),
    Case("long-name.yaml", f"- {{file: {'x' * 5_000}.csv}}\n", ":1: there is no file"),
    Case("tag.yaml", "- !!python/name:os.system {file: a.csv}\n", ":1: "),
]
