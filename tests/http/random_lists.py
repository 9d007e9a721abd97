"""Parts lists by chance: what procurement sends and what nobody should, in every form in which a list may come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

WORDS: Mapping[str, tuple[Any, ...]] = {
    "ref": ("P-1", 7, None, "", "料号 1", {"a": [1, 2.5]}, True, 'quoted "x"\u2028', 10**15),
    "material": (
        "gallium", "Ga", "镓", "Dy2O3", "disprosium", "galium", "junk", "junk 17", "NdFeB", "SmCo", "didymium",
        "lithium carbonate", "Gallium (Ga) / Germanium, 6N", "氧化镝粉末", "  tungsten   carbide ", "steel bolt",
        7, True, "rare-earths", "7440-55-3", "unobtainium", ["gallium"], 1.5, "", "\u0000", "gallium\u0000", "ＧＡ",
        "tin", "x" * 300, "germanum", "copper", "holmium", "antimony trioxid", "superhard-materials", "a", "-",
        "镓靶材",
    ),
    "symbol": ("Ga", "Dy", "Dyy", "ga", "", None, "As"),
    "cas": ("7440-55-3", "7440-56-4", "7440-55-4", "7732-18-5", "N/A", "cas"),
    "hs_code": (
        "2846.90", "2846", "28053019", "811292", "8112.92.10", "8112929550", 2846, 2846.0, "81-X", "8505.11.10", "none",
        "2846901600", "9999", "01",
    ),
    "control_code": ("1C905", "1C905.a.1", "9E999", "1Z9", "1c", "EAR99", "3C004"),
    "description": (
        "gallium-arsenide wafer", "target, Dy/Tb alloy", "As in the drawing; no Co", "金属镓 6N", "wafer 7440-55-3",
        "lithium carbonate with Dy", "solid tungsten carbide end mill, 12 mm", "x " * 100 + "gallium", "", 3,
    ),
    "form": ("oxide", "Oxide", "metal", "ingott", "", 1, True, "scrap"),
    "origin": ("CN", "China", "XX", "DE", "usa", "Chin", None, "CL"),
    "destination": ("DE", "US", "Germany", "CN", "IT", "EU", "congo", "JP", "Untied States", None, 49),
    "end_use": ("civil", "military", "Civil", "dual", None),
    "movement": ("export", "re-export", "reexport", "import"),
    "date": ("2025-12-01", "2026-03-02", "2026-11-28", "2025-06-01", "2026-02-30", "soon", 20260201, None),
    "quantity": (1, 2.5, None, "12", [1], {"of": {"x": None}}),
    "unit": ("kg", None, "Stück"),
    "contains": (
        "Dy=0.02", "Nd=0.3 | Fe=0.69 | B=0.01", [{"material": "Dy", "share": 0.02}], "Dy=5%", 7, [7], [], "Ga",
        [{"material": "unobtainum"}], [{"material": "Co", "share": "0.7"}, {"material": "Sm", "share": 0.3}],
    ),
    "share_basis": ("mass", "value", "volume"),
    "end_user": ("Global Dimensions", "Acme", "GLOBAL  Dimensions."),
}  # fmt: skip
"""What may stand in each field: good words, such as are nearly good, and none."""
OTHERS = ("our_column", "destnation", "product", "as_of", "ship to", "note", "unit_price", "hs code", "Ends_use", "qty")
"""Names beside the fields: the caller's own, other names of a field, and slips of the key."""
ALIKE: Sequence[Mapping[str, str]] = (
    {"material": "gallium"}, {"symbol": "Ga"}, {"cas": "7440-55-3"}, {"material": "镓"}, {"material": "Dy2O3"},
    {"material": "dysprosium"}, {"material": "NdFeB"}, {"material": "rare-earths"}, {"hs_code": "2846"},
    {"hs_code": "811292"}, {"description": "gallium-arsenide wafer"}, {"material": "nickel"}, {"material": "copper"},
    {"description": "copper sheet"}, {"description": "nickel wire"}, {"material": "copper", "cas": "7440-02-0"},
    {"material": "nickel", "cas": "7440-50-8"}, {"material": "nickel", "symbol": "junk"}, {"material": "junk"},
    {"material": "galium"}, {"material": "Gallium (Ga) / Germanium, 6N"}, {"material": "copper", "symbol": "Dyy"},
)  # fmt: skip
"""Goods by their names, several names of one good."""
SCOPES: Mapping[str, tuple[str, ...]] = {
    "origin": ("CN", "US", "ID", "CL", "DE"),
    "destination": ("DE", "US", "JP", "IN", "RU", "EU", "TW", "CN", "IR", "VN"),
    "end_use": ("civil", "military"),
    "movement": ("export", "re-export"),
    "date": ("2025-10-20", "2025-12-01", "2026-03-02", "2026-11-28"),
    "form": ("oxide", "metal", "scrap"),
    "end_user": ("Global Dimensions", "Acme"),
}
LIKELY = ("ref", "material", "origin", "destination", "date", "quantity")
NO_LINES: tuple[Any, ...] = (None, "gallium", [], 7, [[1]], json.loads("[" * 200 + "]" * 200))


@dataclass(frozen=True)
class Sent:
    """A request for a screening."""

    query: Mapping[str, str]
    content: bytes
    media: str


def a_line(chance: Random) -> Any:
    """A line of JSON: mostly one that can be read."""
    if chance.random() < 0.01:
        return chance.choice(NO_LINES)
    named = [name for name in WORDS if chance.random() < (0.6 if name in LIKELY else 0.12)]
    line = {name: chance.choice(WORDS[name]) for name in named}
    if chance.random() < 0.15:
        other = chance.choice(OTHERS)
        line[other] = chance.choice(WORDS[chance.choice(list(WORDS))])
    if chance.random() < 0.1:
        line = dict(chance.sample(list(line.items()), len(line)))
    if chance.random() < 0.003:
        line["note"] = json.loads("[" * 253 + "]" * 253)
    return line


def some_lines(chance: Random, most: int = 40) -> list[Any]:
    """A list that says many things several times, as lists do."""
    known = [a_line(chance) for _ in range(chance.randint(0, most))]
    again = (
        [dict(line) if isinstance(line, dict) else line for line in chance.choices(known, k=len(known))]
        if known
        else []
    )
    for line in again:
        if isinstance(line, dict) and chance.random() < 0.5:
            field = chance.choice(("ref", "destination", "material", "quantity"))
            line[field] = chance.choice(WORDS[field])
    lines = known + again
    chance.shuffle(lines)
    return lines


def alike_lines(chance: Random, count: int) -> list[dict[str, Any]]:
    """Lines that call few goods by many names and send them to many places: some fare alike, some do not.

    They differ from one another in little: two of them may well differ in one thing alone.
    """
    goods = [dict(chance.choice(ALIKE)) for _ in range(8)]
    scopes = [{name: chance.choice(words) for name, words in SCOPES.items() if chance.random() < 0.2} for _ in range(2)]
    lines = []
    for _ in range(count):
        line: dict[str, Any] = {"origin": "CN", **chance.choice(scopes), **chance.choice(goods)}
        name, words = chance.choice((*SCOPES.items(), ("contains", ("Dy=0.02", "Nd=0.3 | Fe=0.69 | B=0.01", "Ga"))))
        line[name] = chance.choice((None, *words))
        lines.append(line)
    return lines


def a_table(chance: Random, delimiter: str, others: Sequence[str] = OTHERS) -> bytes:
    """A list saved by a spreadsheet, a row too long or too short now and then."""
    out = io.StringIO()
    names = ["material", *(name for name in [*WORDS, *others] if name != "material" and chance.random() < 0.3)]
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(names)
    for _ in range(chance.randint(0, 30)):
        row = ["" if chance.random() < 0.3 else _cell(chance.choice(WORDS.get(name, ("x", "")))) for name in names]
        writer.writerow(row + ["over"] * (chance.random() < 0.03) if chance.random() > 0.03 else row[:-1])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("\0", " ")


def a_request(chance: Random) -> Sent:
    """A list with what is said once for all its lines, in any form, to be answered in any form."""
    said = {"origin": "CN", "destination": "DE", "end_use": "civil", "date": "2026-03-02", "form": "oxide"}
    said = {name: value for name, value in said.items() if chance.random() < 0.3}
    wanted = {"format": chance.choice(("csv", "ndjson"))} if chance.random() < 0.4 else {}
    turn = chance.random()
    if turn < 0.7:
        body = {"lines": some_lines(chance), **({"defaults": said} if chance.random() < 0.5 else {})}
        return Sent({**wanted, **({} if "defaults" in body else said)}, json.dumps(body).encode(), "application/json")
    delimiter, media = ("\t", "text/tab-separated-values") if turn < 0.8 else (",", "text/csv")
    content = a_table(chance, delimiter)
    if turn < 0.9:
        return Sent({**wanted, **said}, content, media)
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + content + b"\r\n--x--\r\n"
    return Sent({**wanted, **said}, part, "multipart/form-data; boundary=x")
