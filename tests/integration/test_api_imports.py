"""``/imports``: a file comes in, a job imports it, and the caller follows it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.imports_world import Caller, serving, table
from tests.ingest_world import COMPANIES

MISSING = "20260101T000000000000Z"


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with serving(tmp_path) as found:
        yield found


def test_a_table_with_its_mapping_is_imported(caller: Caller) -> None:
    answer = caller.send(table(40))
    assert answer.status_code == 202
    told = answer.json()
    assert answer.headers["location"] == told["links"]["self"] == f"/imports/{told['id']}"
    done = caller.ended(told["id"])
    assert (done["state"], done["rows"], done["batch"]) == ("finished", 40, told["id"])
    assert done["entities"] == {"created": 40, "updated": 0, "unchanged": 0}
    assert (done["files"], done["rejected"], done["error"]) == (["companies.csv"], 0, None)
    assert caller.store.get(["c:7"])["c:7"].provenance["staff"].batch == told["id"]


def test_a_native_table_needs_no_mapping(caller: Caller) -> None:
    id_ = caller.sent("id,name_zh\nc:1,甲\n", "Company.csv", mapping=None)
    assert caller.ended(id_)["entities"]["created"] == 1
    assert caller.store.types_of(["c:1"]) == {"c:1": "Company"}


def test_rdf_in_the_ontologys_iris_needs_no_mapping(caller: Caller) -> None:
    text = (
        "@prefix o: <urn:pearlnet:ontology:> .\n"
        '<urn:pearlnet:id:c:1> a o:Company ; o:name "甲"@zh, "one"@en .\n'
    )
    assert caller.ended(caller.sent(text, "one.ttl", mapping=None))["entities"]["created"] == 1
    properties = caller.store.get(["c:1"])["c:1"].properties
    assert properties == {"name_zh": "甲", "name_en": "one"}


def test_an_archive_is_imported_whole(caller: Caller) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Company.csv", "id,name_zh\nc:1,甲\nc:2,\n")
        archive.writestr("City.csv", "id,name_zh\nt:1,港\nt:2,\n")
    done = caller.ended(caller.sent(packed.getvalue(), "both.zip", mapping=None))
    assert (done["rows"], done["rejected"]) == (4, 2)
    answer = caller.http.get(done["links"]["rejects"])
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    assert sorted(next(csv.DictReader(io.StringIO(text)))["_file"] for text in texts) == [
        "both.zip/City.csv",
        "both.zip/Company.csv",
    ]


def test_rejects_can_be_fetched_mended_and_sent_again(caller: Caller) -> None:
    done = caller.ended(caller.sent(table(3) + "c:9,,9\n"))
    assert (done["state"], done["rejected"]) == ("finished", 1)
    answer = caller.http.get(done["links"]["rejects"])
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["_file"], row["_line"], row["id"]) == ("companies.csv", "5", "c:9")
    assert str(caller.uploads) not in answer.text
    mended = answer.text.replace("c:9,,9", "c:9,壬,9")
    assert caller.ended(caller.sent(mended))["entities"]["created"] == 1


def test_the_same_file_again_is_passed_over(caller: Caller) -> None:
    caller.ended(caller.sent(table(3)))
    again = caller.ended(caller.sent(table(3)))
    assert (again["state"], again["skipped"], again["batch"]) == (
        "finished",
        ["companies.csv"],
        None,
    )
    assert caller.ended(caller.sent(table(3), again=True))["entities"]["unchanged"] == 3


@pytest.mark.parametrize(
    ("name", "text", "mapping", "code", "message"),
    [
        ("a.pdf", "x", None, "INGEST_UNREADABLE_SOURCE", "a.pdf: unknown format '.pdf'"),
        ("a.csv", "x,y\n1,2\n", None, "INGEST_UNREADABLE_SOURCE", "a.csv: a table needs a mapping"),
        ("a.zip", "no zip", None, "INGEST_UNREADABLE_SOURCE", "a.zip: "),
        ("a.csv", table(1), "source: 3\n", "INGEST_INVALID_MAPPING", "rules.yaml:1: "),
        ("a.csv", "id\nc:1\n", COMPANIES.replace("{id}", "{no}"), "INGEST_INVALID_MAPPING", "no"),
    ],
    ids=["format", "no mapping", "archive", "mapping", "column"],
)
def test_what_cannot_be_imported_is_refused_at_once(
    caller: Caller, name: str, text: str, mapping: str | None, code: str, message: str
) -> None:
    answer = caller.send(text, name, mapping)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (400, code)
    assert message in told["message"]
    assert str(caller.uploads) not in answer.text
    assert list(caller.uploads.iterdir()) == []
    assert caller.http.get("/imports").json()["imports"] == []


def test_faults_of_a_mapping_have_their_lines(caller: Caller) -> None:
    mapping = COMPANIES + "    properties:\n      nmae_zh: {column: name_zh}\n"
    (fault,) = caller.send(table(1), mapping=mapping).json()["faults"]
    assert (fault["file"], fault["line"]) == ("rules.yaml", 7)
    assert "name_zh" in fault["message"]


def test_an_upload_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path, most_bytes=2_000) as caller:
        announced = caller.send(table(1000))
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        chunks = iter([body, *[b"1,2\n" * 100] * 10])
        kind = {"content-type": "multipart/form-data; boundary=x"}
        streamed = caller.http.post("/imports", content=chunks, headers=kind)
        for answer in (announced, streamed):
            assert (answer.status_code, answer.json()["code"]) == (413, "IMPORT_TOO_LARGE")
            assert "2,000 bytes" in answer.json()["message"]
        assert not caller.uploads.exists() or list(caller.uploads.iterdir()) == []


def test_an_upload_larger_than_a_query_may_be_is_taken(tmp_path: Path) -> None:
    with serving(tmp_path, most_bytes=1 << 22) as caller:
        wide = "id,name_zh\n" + f"c:1,{'长' * 500_000}\n"
        assert caller.ended(caller.sent(wide, mapping=COMPANIES))["rows"] == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"garbage"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid\n',
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n',
        ),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n1\r\n--x--\r\n"),
    ],
    ids=["json", "empty", "garbage", "cut off", "other part", "no header"],
)
def test_what_is_no_upload_is_refused(caller: Caller, kind: str, body: bytes) -> None:
    answer = caller.http.post("/imports", content=body, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (400, "IMPORT_BAD_UPLOAD")
    assert list(caller.uploads.iterdir()) == []


@pytest.mark.parametrize("name", ["../../Company.csv", "/etc/Company.csv", "C:\\x\\Company.csv"])
def test_a_path_from_the_client_is_only_a_name(caller: Caller, name: str) -> None:
    id_ = caller.sent("id,name_zh\nc:1,甲\n", name, mapping=None)
    assert caller.ended(id_)["files"] == ["Company.csv"]
    assert {path.name for path in caller.uploads.iterdir()} == {id_}


def test_a_dry_run_tells_the_difference_and_changes_nothing(caller: Caller) -> None:
    caller.ended(caller.sent(table(2)))
    revision = caller.store.revision()
    done = caller.ended(caller.sent("id,name_zh\nc:1,新\nc:9,壬\n", dryRun=True))
    assert (done["state"], done["dryRun"], done["batch"]) == ("finished", True, None)
    assert done["entities"] == {"created": 1, "updated": 1, "unchanged": 0}
    answer = caller.http.get(done["links"]["difference"])
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [orjson.loads(line) for line in answer.text.splitlines()] == [
        {
            "operation": "updated",
            "key": "c:1",
            "type": "Company",
            "fields": {"name_zh": ["名1", "新"]},
            "sources": {},
        },
        {
            "operation": "created",
            "key": "c:9",
            "type": "Company",
            "fields": {"name_zh": [None, "壬"]},
            "sources": {},
        },
    ]
    assert caller.store.revision() == revision
    refused = caller.http.post(f"/imports/{done['id']}/rollback")
    assert (refused.status_code, refused.json()["code"]) == (404, "IMPORT_NOT_FOUND")


def test_an_import_is_rolled_back_once(caller: Caller) -> None:
    id_ = caller.sent(table(5))
    caller.ended(id_)
    done = caller.taken_back(id_)
    assert (done["state"], done["rollsBack"], done["files"], done["batch"]) == (
        "finished",
        id_,
        [],
        None,
    )
    assert done["undone"] == {
        "entitiesRemoved": 5,
        "entitiesChanged": 0,
        "relationsRemoved": 0,
        "relationsChanged": 0,
    }
    assert caller.count() == 0
    assert caller.see(id_)["state"] == "rolled back"
    again = caller.http.post(f"/imports/{id_}/rollback")
    assert (again.status_code, again.json()["code"]) == (404, "INGEST_UNKNOWN_IMPORT")
    itself = caller.http.post(f"/imports/{done['id']}/rollback")
    assert (itself.status_code, itself.json()["code"]) == (404, "IMPORT_NOT_FOUND")


def test_what_others_build_on_is_rolled_back_only_when_asked(caller: Caller) -> None:
    first = caller.sent(table(1))
    caller.ended(first)
    other = COMPANIES.replace("register", "other")
    caller.ended(caller.sent("id,name_zh,supplies\nc:9,壬,c:0\n", mapping=other))
    refused = caller.taken_back(first)
    assert (refused["state"], refused["error"]["code"]) == ("failed", "INGEST_CANNOT_UNDO")
    assert (refused["undone"], caller.see(first)["state"]) == (None, "finished")
    assert caller.taken_back(first, cascade=True)["undone"]["entitiesRemoved"] == 1


def test_imports_are_listed_newest_first_page_by_page(caller: Caller) -> None:
    ids = [caller.sent(table(2, first=10 * n)) for n in range(5)]
    for id_ in ids:
        caller.ended(id_)
    seen: list[str] = []
    after: str | None = None
    while True:
        given = {"first": 2} | ({"after": after} if after else {})
        page = caller.http.get("/imports", params=given).json()
        seen += [item["id"] for item in page["imports"]]
        assert page["total"] == 5
        after = page["next"]
        if after is None:
            break
    assert seen == ids[::-1]


def test_words_for_people_are_in_their_language(caller: Caller) -> None:
    id_ = caller.sent("id;name_zh\nc:1;甲\n")
    caller.ended(id_)
    chinese, english = caller.see(id_, "zh-CN"), caller.see(id_, "en")
    assert (chinese["stateLabel"], english["stateLabel"]) == ("完成", "finished")
    assert "分隔符" in chinese["notes"][0]["text"]
    assert "delimiter" in english["notes"][0]["text"]
    assert english["notes"][0]["file"] == "companies.csv"


def test_a_wrong_file_fails_with_its_code(caller: Caller) -> None:
    rows = "".join(f"c:{n},\n" for n in range(2_000))
    done = caller.ended(caller.sent("id,name_zh\n" + rows))
    assert (done["state"], done["error"]["code"]) == ("failed", "INGEST_TOO_MANY_REJECTS")
    allowed = caller.ended(caller.sent("id,name_zh\n" + rows, mostRejects=1))
    assert (allowed["state"], allowed["rejected"]) == ("finished", 2_000)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"/imports/{MISSING}", 404, "IMPORT_NOT_FOUND"),
        ("GET", "/imports/..%2f..%2fetc", 404, None),
        ("GET", f"/imports/{MISSING}/rejects", 404, "IMPORT_NOT_FOUND"),
        ("GET", f"/imports/{MISSING}/difference", 404, "IMPORT_NOT_FOUND"),
        ("POST", f"/imports/{MISSING}/cancel", 404, "IMPORT_NOT_FOUND"),
        ("POST", f"/imports/{MISSING}/rollback", 404, "IMPORT_NOT_FOUND"),
        ("GET", f"/imports?after={MISSING}", 400, "STORE_INVALID_CURSOR"),
        ("GET", "/imports?first=-1", 400, "INVALID_PAGE_SIZE"),
        ("GET", "/imports?first=many", 400, "BAD_REQUEST"),
        ("POST", "/imports?mostRejects=2", 400, "BAD_REQUEST"),
    ],
)
def test_what_is_not_there_or_cannot_be_is_told(
    caller: Caller, method: str, path: str, status: int, code: str | None
) -> None:
    answer = caller.http.request(method, path)
    assert answer.status_code == status
    if code is not None:
        assert answer.json()["code"] == code
        assert answer.json()["message"]


def test_a_finished_import_leaves_what_it_refused_and_not_the_upload(tmp_path: Path) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(2) + "c:9,,\n")
        caller.ended(id_)
    kept = {path.name for path in (tmp_path / "uploads" / id_).iterdir()}
    assert kept == {"job.json", "rejects"}
