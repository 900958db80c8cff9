"""Places and real names for the labelled set, from the tables of the starter data."""

import csv
import io
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from benchmarks.labelled.organizations import City, Organization
from graph.records import Entity, Relation

_REGION = "Region"
_WITHIN = "withinRegion"
_ENTERPRISES = ("organizations", "illustrative_enterprises", "illustrative_operators")


def tables() -> Sequence[Traversable]:
    """The tables that are read."""
    folder = files("starter") / "data"
    return [folder / f"{name}.csv" for name in ("regions", *_ENTERPRISES)]


def regions() -> tuple[Sequence[Entity], Sequence[Relation]]:
    """The regions, and in what they lie."""
    rows = list(_rows(tables()[0]))
    entities = [
        Entity(
            row["id"],
            _REGION,
            {
                "name_zh": row["name_zh"],
                "name_en": row["name_en"],
                "alias_zh": tuple(row["alias_zh"].split("|")),
                "level": row["level"],
            },
        )
        for row in rows
    ]
    within = [Relation(_WITHIN, row["id"], row[_WITHIN]) for row in rows if row[_WITHIN]]
    return entities, within


def cities() -> Sequence[City]:
    """The prefectures and provinces, by the short names that companies have them by."""
    rows = (row for row in _rows(tables()[0]) if row["level"] != "country")
    return [
        City(row["id"], (row["alias_zh"].split("|")[0] or row["name_zh"], row["name_en"]))
        for row in rows
        if len(row["name_en"].split()) == 1
    ]


def real_organizations() -> Sequence[Organization]:
    """Organizations of the starter data with their names and aliases."""
    places = {city.id: city for city in cities()}
    default = places["region:110000"]
    return [
        Organization(
            "main",
            places.get(row["locatedIn"].split("|")[0], default),
            given=(row["name_zh"], row["name_en"]),
            aliases=(_items(row.get("alias_zh")), _items(row.get("alias_en"))),
            domain=f"{row['id'].partition(':')[2]}.example.com",
        )
        for table in tables()[1:]
        for row in _rows(table)
        if row["name_zh"] and row["name_en"]
    ]


def _rows(table: Traversable) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))


def _items(text: str | None) -> Sequence[str]:
    return [item for item in (text or "").split("|") if item]
