"""Families of organizations: relatives share a brand, strangers nearly so; none is another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from zlib import crc32

from benchmarks.labelled.organizations import Both, City, Organization
from benchmarks.labelled.vocabulary import (
    BRAND,
    ENDINGS,
    FILLERS,
    FORMS,
    GROUP,
    SYLLABLES,
    TRADES,
)
from ingest.resolution.naming.credit_code import check_character
from ingest.resolution.naming.plain import sound

_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NUMERALS = "一二三四五六七八九"
_PLANTS: Sequence[Both] = (("厂", "Plant"), ("分厂", "Branch Plant"), ("车间", "Workshop"))
_PARTS: Sequence[Both] = (
    ("研究院", "Research Institute"),
    ("销售有限公司", "Sales Co., Ltd."),
    ("技术中心", "Technology Center"),
    ("事业部", "Division"),
)
_TECHNOLOGIES, _PRODUCTS = 60, 3000
_RIVALRY = 0.4
"""Share of families that have the links of one before them in their industry."""


class Families:
    """Makes families one after the other.

    Args:
        seed: Of the chance.
        side: 0 or 1; families of one side share no brand with those of the other.
        cities: Where organizations are.
        real: Organizations with real names.
    """

    def __init__(
        self, seed: int, side: int, cities: Sequence[City], real: Sequence[Organization]
    ) -> None:
        self._chance = Random(seed)
        self._side = side
        self._cities = cities
        self._rivals: dict[int, Mapping[str, Sequence[str]]] = {}
        self._real = [item for item in real if self._is_ours(item.given[0])]

    def make(self) -> Iterator[Organization]:
        """Organizations without end, family by family."""
        for main in self._real:
            yield from map(self._finished, (main, *self._branches(main, 0.5)))
        while True:
            yield from map(self._finished, self._family())

    def _family(self) -> Iterator[Organization]:
        roll, choice = self._chance.random, self._chance.choice
        main = self._main()
        yield main
        yield from self._branches(main, 0.25)
        if roll() < 0.1:
            yield from self._plants(main)
        if roll() < 0.3:
            yield from self._siblings(main)
        if roll() < 0.1:
            yield replace(main, kind="part", tail=choice(_PARTS), aliases=((), ()))
        if roll() < 0.08:
            form = GROUP if main.form != GROUP else FORMS[0]
            yield replace(main, kind="other form", form=form, aliases=((), ()))
        if roll() < 0.15:
            yield self._apart(main, "namesake", city=choice(self._cities))
        if roll() < 0.25:
            yield self._apart(main, "near brand", brand=self._near(main.brand))

    def _main(self) -> Organization:
        chance = self._chance
        main = Organization(
            "main",
            chance.choice(self._cities),
            self._brand(),
            chance.choice(TRADES),
            chance.choice(FILLERS),
            chance.choices(FORMS, (60, 10, 18, 12))[0],
            chance.choices(("first", "brackets", "nowhere"), (75, 12, 13))[0],
            domain=self._domain(),
        )
        return replace(main, aliases=_short_names(main))

    def _branches(self, main: Organization, share: float) -> Iterator[Organization]:
        if self._chance.random() < share:
            for city in self._chance.sample(self._cities, self._chance.randint(1, 3)):
                tail = (f"{city.name[0]}分公司", f"{city.name[1]} Branch")
                yield replace(main, kind="branch", tail=tail, seat=city, aliases=((), ()))

    def _plants(self, main: Organization) -> Iterator[Organization]:
        zh, en = self._chance.choice(_PLANTS)
        for number in range(1, self._chance.randint(2, 4) + 1):
            tail = (f"第{_NUMERALS[number - 1]}{zh}", f"No. {number} {en}")
            yield replace(main, kind="plant", tail=tail, aliases=((), ()))

    def _siblings(self, main: Organization) -> Iterator[Organization]:
        for trade in self._chance.sample(TRADES, self._chance.randint(1, 3)):
            city = self._chance.choice((main.city, self._chance.choice(self._cities)))
            other = replace(
                main, kind="sibling", trade=trade, city=city, form=self._chance.choice(FORMS)
            )
            if trade != main.trade:
                yield replace(other, aliases=((f"{main.brand[0]}{trade[0]}",), ()))

    def _apart(
        self,
        main: Organization,
        kind: str,
        *,
        city: City | None = None,
        brand: Both | None = None,
    ) -> Organization:
        """An organization that has no more to do with the main one than its name."""
        other = replace(
            main,
            kind=kind,
            city=city or main.city,
            brand=brand or main.brand,
            domain=self._domain(),
        )
        return replace(other, aliases=_short_names(other))

    def _finished(self, item: Organization) -> Organization:
        """With a year and a code of its own, and with what it is linked with."""
        chance = self._chance
        return replace(
            item,
            year=chance.randint(1980, 2024),
            code=self._code(item.city),
            links=self._links(item),
        )

    def _links(self, item: Organization) -> Mapping[str, Sequence[str]]:
        """Industry, technologies and products; some make what a rival makes."""
        chance = self._chance
        industry = crc32(item.trade[0].encode()) % len(TRADES)
        rival = self._rivals.get(industry)
        if item.kind == "main" and rival is not None and chance.random() < _RIVALRY:
            return rival
        links = {
            "operatesIn": [f"industry:{industry}"],
            "masters": [
                f"tech:{(industry + chance.randrange(8)) % _TECHNOLOGIES}"
                for _ in range(chance.randint(0, 3))
            ],
            "produces": [
                f"product:{chance.randrange(_PRODUCTS)}" for _ in range(chance.randint(0, 2))
            ],
        }
        if item.kind == "main":
            self._rivals[industry] = links
        return links

    def _code(self, city: City) -> str:
        division = city.id.removeprefix("region:")
        rest = "".join(self._chance.choice(_CODE) for _ in range(9))
        body = f"91{division if division.isdigit() else '100000'}{rest}"
        return body + check_character(body)

    def _domain(self) -> str:
        return f"{self._chance.getrandbits(40):x}.example.com"

    def _brand(self) -> Both:
        while True:
            size = self._chance.choices((2, 3, 4), (80, 14, 6))[0]
            zh = "".join(self._chance.choice(BRAND) for _ in range(size))
            if self._is_ours(zh):
                return zh, _read(zh) if self._chance.random() < 0.6 else self._coined()

    def _near(self, brand: Both) -> Both:
        """A brand that differs in one character, as 海信 does from 海尔; still on our side."""
        while True:
            at = self._chance.randrange(len(brand[0]))
            character = self._chance.choice(BRAND)
            zh = brand[0][:at] + character + brand[0][at + 1 :]
            if zh != brand[0] and self._is_ours(zh):
                return zh, _read(zh)

    def _coined(self) -> str:
        syllables = self._chance.choices(SYLLABLES, k=self._chance.randint(2, 3))
        return ("".join(syllables) + self._chance.choice(ENDINGS)).capitalize()

    def _is_ours(self, brand: str) -> bool:
        return crc32(brand.encode()) % 2 == self._side


def _short_names(main: Organization) -> tuple[Sequence[str], Sequence[str]]:
    (zh, en), (trade, english) = main.brand, main.trade
    return (f"{zh}{trade}", zh, f"{zh}{main.filler[0]}"), (f"{en} {english}", en)


def _read(zh: str) -> str:
    return "".join(map(sound, zh)).capitalize()
