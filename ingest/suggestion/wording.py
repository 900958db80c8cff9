"""What a draft says of its guesses, in Chinese and English."""

from ingest.suggestion.guesses import Guess
from ingest.suggestion.likeness import Way

_SHOWN = 30

_WAYS = {
    Way.SAME: "表头即 header is",
    Way.SAME_WORDS: "表头同义 header means",
    Way.PART: "表头首尾相同 header begins or ends like",
    Way.ABBREVIATION: "表头疑为缩写 header is short for",
    Way.INITIALS: "表头疑为拼音首字母 header is the pinyin initials of",
    Way.SIMILAR: "表头近似 header is spelt like",
}


def reason_of(guess: Guess) -> str:
    """Why a column may be what it was taken for, and how sure that is."""
    likeness, evidence = guess.likeness, guess.evidence
    parts = [f"{guess.score:.0%} {guess.target.label}"]
    if likeness.way is None:
        parts.append("仅凭内容 by its values alone")
    else:
        parts.append(f"{_WAYS[likeness.way]} “{likeness.name}”")
    if guess.target.kind == "relation":
        parts.append(_leading(guess))
    elif evidence.fit < 1:
        parts.append(f"{evidence.fit:.0%} 的值相符 of the values fit")
    if evidence.misfits:
        parts.append("例外 exceptions: " + ", ".join(map(shown, evidence.misfits)))
    if guess.unit:
        told = "单位不同，用 unit: 给出换算倍数 in another unit, give its factor as unit"
        parts.append(f"{told}: {guess.unit}")
    return comment(" · ".join(part for part in parts if part))


def _leading(guess: Guess) -> str:
    evidence = guess.evidence
    share = f"{evidence.resolved:.0%}"
    if evidence.own:
        return f"{share} 指向本表 lead to rows of this table ({evidence.own})"
    if evidence.ids:
        return f"{share} 按名称查到 found by name"
    if evidence.resolved:
        return f"{share} 按 id 查到 found by id"
    if evidence.fit:
        return "形如 id，库中尚无 like ids, not in the store yet"
    return "查不到所指的记录，先导入它们 no such records yet: import them first"


def comment(text: str) -> str:
    """A text that can stand behind ``#``."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def shown(text: str) -> str:
    """The beginning of a value."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
