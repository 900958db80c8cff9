"""Full-text search in Chinese and English."""

import pytest

from graph import Compare, GraphStore, Op
from graph.errors import InvalidQuery
from tests.contract.samples import drop, entity, put


@pytest.fixture(autouse=True)
def _sample(store: GraphStore) -> None:
    put(
        store,
        entity("slice", name_zh="网络切片", name_en="Network slicing", alias_en=("NS", "5G slice")),
        entity("edge", name_zh="多接入边缘计算", name_en="Multi-access Edge Computing (MEC)"),
        entity("vision", name_zh="机器视觉质检", alias_zh=("视觉", "检测网"), remark="隐藏"),
        entity(
            "port", "Enterprise", name_zh="天津港5G智慧港口", name_en="TIANJIN Port", code="G5531"
        ),
        entity("rare", "University", name_zh="𠮷林大学", name_en="Straße Café ＦＵＬＬ width"),
        entity("spec", name_en="TS 23.501 system architecture; C++/O_RAN"),
    )


def hits(store: GraphStore, text: str, type: str | None = None) -> set[str]:
    return {item.entity.id for item in store.search(text, type=type)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("港", {"port"}),
        ("切片", {"slice"}),
        ("网", {"slice", "vision"}),
        ("视觉", {"vision"}),
        ("觉质", {"vision"}),
        ("片切", set()),
        ("视觉检", set()),
        ("网络片", set()),
        ("网络 切片", {"slice"}),
        ("切片，网络", {"slice"}),
        ("边缘计算", {"edge"}),
        ("𠮷", {"rare"}),
        ("隐藏", set()),
    ],
)
def test_a_han_run_is_a_phrase_within_one_value(
    store: GraphStore, text: str, expected: set[str]
) -> None:
    assert hits(store, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slic", {"slice"}),
        ("SLICING", {"slice"}),
        ("lice", set()),
        ("edge mec", {"edge"}),
        ("mec network", set()),
        ("n", {"slice"}),
        ("g55", {"port"}),
        ("strasse", {"rare"}),
        ("CAFÉ", {"rare"}),
        ("full", {"rare"}),
        ("ｔｉａｎｊｉｎ", {"port"}),
        ("23.501", {"spec"}),
        ("c++", {"edge", "rare", "spec"}),
        ("ran", {"spec"}),
    ],
)
def test_other_words_match_from_their_beginning(
    store: GraphStore, text: str, expected: set[str]
) -> None:
    assert hits(store, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5G港口", {"port"}),
        ("智慧 port", {"port"}),
        ("切片 slice", {"slice"}),
        ("切片 port", set()),
        ("天津port", {"port"}),
    ],
)
def test_languages_mix_and_terms_may_meet_in_different_fields(
    store: GraphStore, text: str, expected: set[str]
) -> None:
    assert hits(store, text) == expected


def test_only_han_is_cut_into_characters(store: GraphStore) -> None:
    put(store, entity("korean", name_en="스마트 항만"), entity("kana", name_en="スマート港湾"))
    assert hits(store, "마트") == set()
    assert hits(store, "스마") == {"korean"}
    assert hits(store, "港湾") == {"kana"}
    assert hits(store, "\uf900") == set()


@pytest.mark.parametrize("text", ["", "  ", "，。", '"', "*", "()", "+-!&|", "🏭"])
def test_a_text_without_words_finds_nothing(store: GraphStore, text: str) -> None:
    assert hits(store, text) == set()


@pytest.mark.parametrize(
    "text",
    ["slicing OR", "slicing NOT network x", 'name_en:"slicing"', "slicing AND port", "NEAR(网 络)"],
)
def test_operators_are_plain_words(store: GraphStore, text: str) -> None:
    assert hits(store, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        'slicing"',
        "slicing*",
        "(slicing",
        "+slicing",
        "slicing~",
        "^slicing",
        "-slicing",
        "sli\\cing",
    ],
)
def test_signs_do_no_harm(store: GraphStore, text: str) -> None:
    assert hits(store, text) == ({"slice"} if "\\" not in text else set())


def test_the_class_and_the_condition_narrow(store: GraphStore) -> None:
    assert hits(store, "5g") == {"slice", "port"}
    assert hits(store, "5g", type="Organization") == {"port"}
    narrowed = store.search("5g", where=Compare("code", Op.EQ, "G5531"))
    assert [item.entity.id for item in narrowed] == ["port"]


def test_hits_come_best_first_and_ties_by_id(store: GraphStore) -> None:
    put(store, *(entity(key, name_zh="云化控制器") for key in ("z", "x", "y")))
    put(store, entity("long", name_zh="云化控制器" + "与其他许多部件一起工作" * 20))
    found = store.search("云化控制器")
    assert [item.entity.id for item in found] == ["x", "y", "z", "long"]
    assert [item.score for item in found] == sorted((i.score for i in found), reverse=True)
    assert [item.entity.id for item in store.search("云化控制器", first=2)] == ["x", "y"]
    assert not store.search("云化控制器", first=0)
    with pytest.raises(InvalidQuery):
        store.search("云", first=-1)


def test_what_is_changed_or_deleted_is_no_longer_found(store: GraphStore) -> None:
    put(store, entity("slice", name_zh="切分", alias_en=None))
    assert hits(store, "切片") == set()
    assert hits(store, "5g") == {"port"}
    assert hits(store, "切分") == {"slice"}
    drop(store, "slice")
    assert hits(store, "切分") == set()


def test_the_answer_holds_whole_entities(store: GraphStore) -> None:
    (hit,) = store.search("切片")
    assert hit.entity == store.get(["slice"])["slice"]
