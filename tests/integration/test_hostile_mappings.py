"""Hostile mappings and manifests: refused with their line, and nothing of the data taken in."""

from pathlib import Path

import pytest

from ingest import IngestError, import_file, import_manifest, load_mapping
from tests.hostile_mappings import MANIFESTS, MAPPINGS
from tests.hostile_rdf import Case, stored
from tests.ingest_world import TIME, WORLD, new_store

pytestmark = pytest.mark.timeout(20)


def put(folder: Path, case: Case) -> Path:
    path = folder / case.name
    path.write_bytes(case.content.encode() if isinstance(case.content, str) else case.content)
    (folder / "companies.csv").write_text("id,name_zh\nc:1,甲\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("case", MAPPINGS, ids=[case.name for case in MAPPINGS])
def test_a_mapping_is_refused_with_its_line(tmp_path: Path, case: Case) -> None:
    path, store = put(tmp_path, case), new_store()
    with pytest.raises(IngestError, match=case.words) as caught:
        import_file(
            store,
            WORLD,
            tmp_path / "companies.csv",
            load_mapping(path, WORLD),
            batch_id="b",
            time=TIME,
        )
    assert str(caught.value).startswith(str(path))
    assert stored(store) == []


@pytest.mark.parametrize("case", MANIFESTS, ids=[case.name for case in MANIFESTS])
def test_a_manifest_is_refused_with_its_line(tmp_path: Path, case: Case) -> None:
    path, store = put(tmp_path, case), new_store()
    with pytest.raises(IngestError, match=case.words) as caught:
        import_manifest(store, WORLD, path, batch_id="b", time=TIME)
    assert str(caught.value).startswith(str(path))
    assert stored(store) == []
