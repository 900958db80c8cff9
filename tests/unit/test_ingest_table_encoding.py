"""Text is read in the encoding that it has, is told, or can be recognised beyond doubt."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contents.encoding import find_encoding, known_encoding
from ingest.errors import UnreadableSource
from ingest.limits import Limits
from tests.table_files import content_of

CHINESE = "编号,名称,备注\n1,天津港集团有限公司,5G无线控制\n2,青岛啤酒股份有限公司,质检\n"
KOREAN = (
    "번호,이름\n1,한국전자통신연구원은 대한민국의 연구기관이며 서울특별시에 사무소가 있습니다\n"
)
RUSSIAN = "номер,название\n1,московский завод станков и промышленного оборудования имени ленина\n"
JAPANESE = "番号,名前\n1,東京都の自動車工場でロボットを導入しました。生産ラインの検査です\n"
FRENCH = "numéro,société\n1,Électricité générale à Besançon, près de l'hôtel où Zoé est née\n"


def found(content: bytes, told: str | None = None) -> tuple[str, bool]:
    encoding = find_encoding(content_of("a.csv", content), told, Limits())
    return encoding.name, encoding.guessed


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CHINESE.encode(), ("utf-8", False)),
        (codecs.BOM_UTF8 + CHINESE.encode(), ("utf-8", False)),
        (codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), ("utf-16-le", False)),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), ("utf-16-be", False)),
        (CHINESE.encode("gbk"), ("gb18030", True)),
        ("名称\n天津\n".encode("gb2312"), ("gb18030", True)),
        ((CHINESE + "3,𠮷野家,\n").encode("gb18030"), ("gb18030", True)),
        (b"id\n1\n", ("utf-8", False)),
        (b"", ("utf-8", False)),
    ],
)
def test_it_is_recognised(content: bytes, expected: tuple[str, bool]) -> None:
    assert found(content) == expected


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "euc_kr"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"),
        (FRENCH, "latin-1"),
        ("名稱\n1,臺灣積體電路製造股份有限公司與聯華電子\n", "big5"),
        ("name\nM\xfcller\n", "latin-1"),
    ],
)
def test_no_other_text_is_taken_for_chinese_but_it_may_be_told(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    with pytest.raises(UnreadableSource, match=r"is not UTF-8 text.*format: \{encoding"):
        found(content)
    told = known_encoding(encoding)
    assert told is not None
    assert found(content, told) == (told, False)


@given(text=st.text(max_size=200))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    content = text.encode()
    if content[:2] not in {b"PK", b"\x1f\x8b", b"PA", b"7z", b"%P", b"Ra"}:
        assert found(b"x" + content) == ("utf-8", False)


@pytest.mark.parametrize(
    ("lines", "end"),
    [(1, "\n"), (5, "\n"), (5, "\r\n"), (5, "\r"), (300_000, "\n")],
)
def test_the_line_of_the_first_bad_byte_is_told(lines: int, end: str) -> None:
    content = (f"天津{end}" * (lines - 1)).encode() + b"a\xff\xff\xff" + end.encode() * 3
    with pytest.raises(UnreadableSource) as caught:
        found(content)
    assert caught.value.fault.line == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_text_that_ends_within_a_character_is_cut_off(encoding: str) -> None:
    bom = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    content = bom + "名称\n天津".encode(encoding)[:-1]
    with pytest.raises(UnreadableSource, match=r":2: ends in the middle of a character.*cut off"):
        found(content)


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    content = content_of("a.csv", b"x\n" + b"y" * 5_000_000)
    with pytest.raises(UnreadableSource, match=r":2: has a line of more than 2,000,000") as caught:
        find_encoding(content, None, Limits(row=2_000_000))
    assert "raise the limit `row`" in str(caught.value)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("GBK", "gb18030"),
        ("gb2312", "gb18030"),
        ("UTF8", "utf-8"),
        ("windows-1252", "cp1252"),
        ("Shift-JIS", "shift_jis"),
        ("rot13", None),
        ("idna", None),
        ("zip", None),
        ("nonsense", None),
    ],
)
def test_encodings_that_a_mapping_may_state(told: str, known: str | None) -> None:
    assert known_encoding(told) == known
