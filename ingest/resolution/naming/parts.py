"""What a name says: whose it is, where, in which line of business, which part, in which form."""

from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(slots=True)
class Parts:
    """What is taken from a name while it is read; concepts are those of the lexicon.

    Attributes:
        forms: Legal forms.
        units: Parts of an organization.
        trades: Lines of business.
        fillers: Words that say next to nothing.
        numbers: Numbers in digits.
        prefix: Regions at the beginning, or behind a last comma.
        inner: Regions elsewhere: in brackets, or before the form.
        tail: What tells the part of an organization, as in 海博有限公司第二分公司, from the end.
    """

    forms: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    trades: set[str] = field(default_factory=set)
    fillers: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    prefix: set[str] = field(default_factory=set)
    inner: set[str] = field(default_factory=set)
    tail: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in plain spelling, and its parts.

    Attributes:
        whole: All of it without brackets and marks; Latin words apart by spaces.
        core: Without place, form and part of an organization.
        brand: What is its own in it 字号.
        sound: The brand as it is read: pinyin without tones, or Latin letters without spaces.
        han: Whether it is written in Chinese.
        trades: Lines of business, as concepts of the lexicon, as are forms and units.
        forms: Legal forms.
        units: Parts of an organization.
        numbers: Numbers, in digits.
        prefix: Ids of regions at the beginning, or behind a last comma.
        inner: Ids of regions elsewhere: in brackets, or before the form.
        tail: What tells the part of an organization: 第二分公司. Of Chinese names alone.
    """

    whole: str
    core: str
    brand: str
    sound: str
    han: bool
    trades: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    prefix: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    tail: str = ""


def name_of(whole: str, core: str, brand: str, sound: str, parts: Parts, *, han: bool) -> Name:
    """The name of those parts."""
    return Name(
        whole,
        core,
        brand,
        sound,
        han,
        trades=_shared(frozenset(parts.trades)),
        forms=_shared(frozenset(parts.forms)),
        units=_shared(frozenset(parts.units)),
        numbers=_shared(frozenset(parts.numbers)),
        prefix=_shared(frozenset(parts.prefix)),
        inner=_shared(frozenset(parts.inner)),
        tail="".join(reversed(parts.tail)),
    )


@lru_cache(maxsize=1 << 16)
def _shared(items: frozenset[str]) -> frozenset[str]:
    """The same object for equal sets: a hundred thousand names need few."""
    return items
