"""The unified social credit code 统一社会信用代码, and whether its check character fits.

Source: GB 32100-2015, 法人和其他组织统一社会信用代码编码规则, section 4 and annex A: eighteen
characters, of which the last is the check character after ISO/IEC 7064, pure system MOD 31-3.
"""

import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters without I, O, S, V, Z; the place of a character is its value."""
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_LENGTH = 18
_DIGITS = slice(2, 8)
"""The administrative division (GB/T 2260) stands here, in digits alone."""


def plain_credit_code(text: str) -> str:
    """The code as the standard writes it: narrow capitals without spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()


def check_character(body: str) -> str:
    """The check character of the first seventeen characters.

    Raises:
        ValueError: There are not seventeen, or one of them is not in the code's alphabet.
    """
    if len(body) != _LENGTH - 1 or not set(body) <= _VALUES.keys():
        raise ValueError(f"{body!r} are not seventeen characters of a social credit code")
    total = sum(_VALUES[item] * weight for item, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def is_valid_credit_code(text: str) -> bool:
    """Whether the text is a credit code with the right check character.

    Spaces, hyphens, small and full-width letters are read as what they stand for.
    """
    code = plain_credit_code(text)
    if len(code) != _LENGTH or not set(code) <= _VALUES.keys():
        return False
    division = code[_DIGITS]
    return division.isdigit() and check_character(code[:-1]) == code[-1]
