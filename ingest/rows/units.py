"""Numbers in other units than the ontology's: ``120万元`` as 1200000, or 5 as 50000."""

import re
from collections.abc import Mapping
from decimal import Decimal
from unicodedata import normalize

from graph.records import Scalar
from ingest.errors import FaultList
from ingest.rows.values import BadValue, fold
from ontology.errors import nearest
from ontology.model import Datatype, PropertyDef

_NUMBER = re.compile(
    r"([+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,2})?)(.*)"
)
_NUMBERS = frozenset({Datatype.INTEGER, Datatype.DECIMAL})

Units = Mapping[str, Decimal]
"""By what stands behind a number, what it is multiplied by; ``""`` where nothing does."""


def scaled(units: Units, cell: Scalar) -> Scalar:
    """A number times the factor of its unit, exactly; whole where the product is.

    Raises:
        BadValue: It is no number, or its unit is none of those.
    """
    found = None if isinstance(cell, bool) else _NUMBER.fullmatch(normalize("NFKC", str(cell)))
    if not found:
        advice = "write 1234.5 or 1234.5 with its unit; no thousands separator"
        raise BadValue(cell, "NOT_A_NUMBER", "is not a number", advice)
    unit = fold(found[2])
    if unit not in units:
        raise _unknown(cell, found[2].strip(), units)
    product = Decimal(found[1]) * units[unit]
    return int(product) if product == product.to_integral_value() else float(product)


def check_unit(units: Units, definition: PropertyDef, line: int, faults: FaultList) -> None:
    """Note a unit on a property that is no number."""
    if units and definition.datatype not in _NUMBERS:
        faults.add(line, f"{definition.name} is no number, so it can have no `unit`")


def _unknown(cell: Scalar, unit: str, units: Units) -> BadValue:
    known = ", ".join(repr(name) for name in units if name)
    if not unit:
        reason, advice = "has no unit", f"write one of {known} behind the number"
    elif known:
        hint = nearest(fold(unit), [name for name in units if name])
        advice = f"did you mean {hint!r}?" if hint else f"the mapping's units are {known}"
        reason = f"has the unit {unit!r}, which the mapping does not name"
    else:
        reason, advice = f"has {unit!r} behind the number", "take it out, or name it under `unit`"
    return BadValue(cell, "UNKNOWN_UNIT", reason, advice)
