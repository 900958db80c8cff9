"""In which script a text is written."""

import re

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LETTERS = re.compile(r"[^\W\d_]")


def han_share(text: str) -> float:
    """The share of Han characters among the letters of a text; 0 without letters."""
    letters = len(_LETTERS.findall(text))
    return sum(map(len, HAN.findall(text))) / letters if letters else 0.0
