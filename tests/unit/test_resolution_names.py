"""Credit codes are tested by their check character; names are read into what they are put of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.memory import MemoryStore
from ingest.resolution.naming.credit_code import (
    check_character,
    is_valid_credit_code,
    plain_credit_code,
)
from ingest.resolution.naming.parts import Name
from ingest.resolution.naming.places import read_places
from ingest.resolution.naming.profiles import Reader, reader
from tests.resolution_world import KNOWN, fill

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODES = st.builds(
    lambda kind, division, rest: (body := f"{kind}{division:06d}{rest}") + check_character(body),
    st.text(ALPHABET, min_size=2, max_size=2),
    st.integers(0, 999999),
    st.text(ALPHABET, min_size=9, max_size=9),
)
NAMES = st.text(
    st.sampled_from("天津上海华信海博电子科技一二第厂（）()ABab 有限公司集团"), min_size=1
)


@pytest.fixture(scope="module")
def read() -> Reader:
    store = MemoryStore()
    fill(store, [])
    return reader(read_places(store, KNOWN))


def test_the_example_of_the_standard_has_its_check_character() -> None:
    assert check_character("91350100M000100Y4") == "3"


@given(CODES)
def test_a_code_is_valid_however_it_is_written(code: str) -> None:
    assert is_valid_credit_code(code)
    assert is_valid_credit_code(f" {code[:8].lower()}-{code[8:]} ")
    wide = "".join(chr(ord(item) + 0xFEE0) for item in code)
    assert plain_credit_code(wide) == code


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(code: str, at: int, other: str) -> None:
    wrong = code[:at] + other + code[at + 1 :]
    assert is_valid_credit_code(wrong) == (wrong == code)


@given(CODES, st.integers(8, 15))
def test_two_swapped_characters_are_always_found(code: str, at: int) -> None:
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert is_valid_credit_code(swapped) == (swapped == code)


@given(NAMES)
def test_width_case_and_script_make_no_difference(read: Reader, text: str) -> None:
    wide = "".join(chr(ord(item) + 0xFEE0) if "!" <= item <= "~" else item for item in text)
    assert read(wide) == read(text) == read(text.upper())


@given(st.text())
def test_any_text_is_read(read: Reader, text: str) -> None:
    found = read(text)
    assert found is None or (found.whole and found.core and found.brand)


def name(read: Reader, text: str) -> Name:
    found = read(text)
    assert found is not None
    return found


def test_a_chinese_name_is_place_brand_trade_and_form(read: Reader) -> None:
    found = name(read, "天津海博電子科技股份有限公司")
    assert found.prefix == {"region:tj"}
    assert found.brand == "海博"
    assert found.forms == {"stock"}
    assert found.core == "海博电子科技"
    assert found.sound == "haibo"


def test_a_part_of_a_company_is_told_from_it(read: Reader) -> None:
    found = name(read, "海博电子有限公司上海第二分公司")
    assert found.units == {"branch"}
    assert found.numbers == {"2"}
    assert found.inner == {"region:sh"}
    assert found.core == name(read, "海博电子有限公司").core


@pytest.mark.parametrize(
    ("han", "latin"),
    [("第一", "1"), ("第十二", "12"), ("第二十", "20"), ("第一百零三", "103"), ("第3", "3")],
)
def test_numbers_are_read_in_characters_and_digits(read: Reader, han: str, latin: str) -> None:
    assert name(read, f"海博电子{han}厂").numbers == {latin}


def test_an_english_name_has_the_same_parts(read: Reader) -> None:
    found = name(read, "Shenzhen Haibo Electronics Technology Co., Ltd.")
    assert found.prefix == {"region:sz"}
    assert found.brand == "haibo"
    assert found.forms == {"company", "limited"}
    assert found.trades == name(read, "海博电子").trades
