"""Language tags (BCP 47) as suffixes of flat text keys: ``name_zh_Hant`` is ``name`` in zh-Hant."""

import re
from collections.abc import Container

_TAG = re.compile(
    r"[a-z]{2,3}(?P<script>_[a-z]{4})?(?P<region>_(?:[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:_(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE,
)


def text_key(name: str, tag: str) -> str:
    """The flat key of a text in a language, such as ``name_zh_Hant`` for zh-Hant.

    Raises:
        ValueError: The tag has another form than language, script, region and variants.
    """
    found = _TAG.fullmatch(tag.replace("-", "_"))
    if found is None:
        raise ValueError(f"{tag!r} is not a language tag such as zh, en or zh-Hant")
    return f"{name}_{_canonical(found)}"


def split_text_key(key: str, names: Container[str]) -> tuple[str, str] | None:
    """The text property and language tag that a flat key stands for, or None.

    Args:
        key: A flat key.
        names: Names of the text properties.
    """
    for at in (index for index, letter in enumerate(key) if letter == "_"):
        found = _TAG.fullmatch(key, at + 1) if key[:at] in names else None
        if found is not None:
            return key[:at], _canonical(found).replace("_", "-")
    return None


def _canonical(found: re.Match[str]) -> str:
    """Letter case as BCP 47 recommends it, so that each language has one key."""
    language = found[0].split("_")[0].lower()
    script = (found["script"] or "").title()
    region = (found["region"] or "").upper()
    return f"{language}{script}{region}{found['variants'].lower()}"
