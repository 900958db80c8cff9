"""Made-up organizations: what there is, before anybody records it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Both = tuple[str, str]
"""A text in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class City:
    """A place that names begin with.

    Attributes:
        id: Id of the region.
        name: Its short name.
    """

    id: str
    name: Both


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization, with all that a record may tell of it.

    Attributes:
        kind: How it stands to its family: main, branch, plant, sibling, namesake, ...
        city: The place in its name.
        brand: What is its own in its name.
        trade: Its line of business.
        filler: A word that says next to nothing.
        form: Its legal form.
        order: Where the place stands in its name: first, in brackets, or nowhere.
        tail: What follows the name in that of a part of a company.
        given: A real name, in place of a composition.
        aliases: Other names in Chinese and in English.
        code: Its credit code.
        seat: Where it is, if that is another place.
        year: When it was founded.
        domain: Of its pages; relatives often share it.
        links: Ids of what it is linked with, by relation.
    """

    kind: str
    city: City
    brand: Both = ("", "")
    trade: Both = ("", "")
    filler: Both = ("", "")
    form: Both = ("", "")
    order: str = "first"
    tail: Both = ("", "")
    given: Both = ("", "")
    aliases: tuple[Sequence[str], Sequence[str]] = ((), ())
    code: str = ""
    seat: City | None = None
    year: int = 2000
    domain: str = ""
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def zh(self) -> str:
        """Its full Chinese name."""
        if self.given[0]:
            return self.given[0] + self.tail[0]
        first = self.city.name[0] if self.order == "first" else ""
        inner = f"（{self.city.name[0]}）" if self.order == "brackets" else ""
        own = f"{self.brand[0]}{self.trade[0]}{self.filler[0]}"
        return f"{first}{own}{inner}{self.form[0]}{self.tail[0]}"

    @property
    def en(self) -> str:
        """Its full English name."""
        if self.given[1]:
            return f"{self.given[1]} {self.tail[1]}".strip()
        first = self.city.name[1] if self.order == "first" else ""
        inner = f"({self.city.name[1]})" if self.order == "brackets" else ""
        own = (self.brand[1], self.trade[1], self.filler[1])
        return " ".join(word for word in (first, *own, inner, self.form[1], self.tail[1]) if word)
