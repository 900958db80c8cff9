"""Make ``data/industries.csv`` and ``data/standards.csv`` from their public sources.

For maintainers: ``python -m starter.build_reference FOLDER``, where FOLDER holds
``industries/gbt4754_2017.csv`` and ``standards/3gpp_5g_specs.csv``. The hand-written parts (English
names, everyday names of verticals, Chinese names of specifications, and which specification
replaced which) are in ``overlay/``.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
LEVELS = {"1": 20, "2": 97, "3": 473, "4": 1381}
SPECIFICATIONS = 2476
Row = Mapping[str, str]


def main(raw: Path) -> None:
    """Write both files."""
    _write("industries.csv", list(_industries(_read(raw / "industries" / "gbt4754_2017.csv"))))
    _write("standards.csv", list(_standards(_read(raw / "standards" / "3gpp_5g_specs.csv"))))


def _industries(rows: Sequence[Row]) -> Iterator[Row]:
    counts = Counter(row["level"] for row in rows)
    if counts != LEVELS:
        raise SystemExit(f"expected {LEVELS} industries by level, found {dict(counts)}")
    english = {row["code"]: row["name_en"] for row in _read(HERE / "overlay/industry_names.csv")}
    aliases = _verticals({row["code"] for row in rows} | english.keys())
    for row in rows:
        code = row["code"]
        zh, en = aliases[code]
        yield {
            "id": f"industry:{code}",
            "code": code,
            "level": row["level"],
            "name_zh": row["name_zh"],
            "name_en": english.get(code, ""),
            "alias_zh": "|".join(zh),
            "alias_en": "|".join(en),
            "remark_zh": row["remark_zh"].strip(),
            "subIndustryOf": f"industry:{row['parent']}" if row["parent"] else "",
            "reference": "GB/T 4754-2017",
        }


def _verticals(codes: set[str]) -> Mapping[str, tuple[list[str], list[str]]]:
    """For each code the everyday names of the verticals that it is part of."""
    aliases: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for row in _read(HERE / "overlay/verticals.csv"):
        for code in row["codes"].split("|"):
            if code not in codes:
                raise SystemExit(f"vertical {row['name_zh']}: there is no industry {code}")
            aliases[code][0].append(row["name_zh"])
            aliases[code][1].append(row["name_en"])
    return aliases


def _standards(rows: Sequence[Row]) -> Iterator[Row]:
    versions: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        versions[row["number"]].append(row)
    if len(versions) != SPECIFICATIONS:
        raise SystemExit(f"expected {SPECIFICATIONS} specifications, found {len(versions)}")
    chinese = {row["id"]: row for row in _read(HERE / "overlay/standard_names.csv")}
    older = {row["newer"]: row["older"] for row in _read(HERE / "overlay/supersessions.csv")}
    made = [_standard(sorted(found, key=_release)) for _, found in sorted(versions.items())]
    unknown = {*chinese, *older, *older.values()} - {row["id"] for row in made}
    if unknown:
        raise SystemExit(f"overlays name no specification: {sorted(unknown)}")
    for row in made:
        identity = row["id"]
        yield {
            **row,
            **{key: chinese.get(identity, {}).get(key, "") for key in ("name_zh", "alias_zh")},
            "status": "superseded" if identity in older.values() else row["status"],
            "supersedes": older.get(identity, ""),
        }


def _standard(versions: Sequence[Row]) -> Row:
    """One specification from its versions, the latest of which comes last."""
    latest = versions[-1]
    kind = latest["type"]  # four numbers were drafted as TS and came out as TR
    return {
        "id": f"std:3gpp-{kind.lower()}-{latest['number']}",
        "code": f"{kind} {latest['number']}",
        "kind": "international",
        "documentType": kind,
        "name_zh": "",
        "name_en": latest["title"].strip(),
        "alias_zh": "",
        "release": "|".join(dict.fromkeys(row["release"] for row in versions)),
        "version": latest["version"],
        "versions": "|".join(
            f"{row['release']} {row['version']} {row['revdate']}".strip() for row in versions
        ),
        "publishedOn": latest["revdate"],
        "workingGroup": latest["working_group"],
        "status": _status(latest),
        "publishedBy": "org:3gpp",
        "supersedes": "",
        "reference": "3GPP specification list, 5G",
    }


def _release(row: Row) -> tuple[int, tuple[int, ...], str]:
    version = tuple(int(part) if part.isdigit() else -1 for part in row["version"].split("."))
    digits = "".join(item for item in row["release"] if item.isdigit())
    return int(digits or 0), version, row["revdate"]


def _status(latest: Row) -> str:
    """3GPP numbers a document under change control from major version 3 on; below is a draft."""
    major = latest["version"].partition(".")[0]
    return "draft" if major.isdigit() and int(major) < 3 else "current"


def _read(path: Path) -> Sequence[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, rows: Sequence[Row]) -> None:
    with (HERE / "data" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
