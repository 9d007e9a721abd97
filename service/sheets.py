"""A spreadsheet's text as rows: how it was encoded, what parts its cells, and which of our fields its columns are.

Spreadsheets save what they call CSV as UTF-8 with or without a mark, as UTF-16, with commas, semicolons or tabs, and
with a first line ``sep=;`` at times. Nothing here guesses at letters: what is neither is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from service.likeness import likest
from service.way import WAY

FIELDS: Mapping[str, tuple[str, ...]] = {
    "ref": (
        "reference", "id", "line", "line id", "item", "item no", "part", "part no", "part number", "pos",
        "position", "article", "article number", "sku", "teilenummer", "artikelnummer", "料号",
    ),
    "material": (
        "mineral", "metal", "substance", "commodity", "material name", "product", "name", "werkstoff",
        "rohstoff", "stoff", "materialbezeichnung", "matériau", "materiau", "matière", "matiere", "材料",
        "物料", "物料名称", "商品名称", "品名",
    ),
    "symbol": (
        "chemical symbol", "element", "formula", "chemical formula", "元素",
    ),
    "cas": (
        "cas number", "cas no", "cas nr", "cas rn", "cas-nummer", "cas号",
    ),
    "hs_code": (
        "hs", "hs code", "hsn", "hts", "hts code", "hts number", "hts no", "hs number", "hs no", "cn code",
        "commodity code", "customs code", "customs tariff number", "tariff code", "tariff number", "taric",
        "zolltarifnummer", "warennummer", "海关编码", "hs编码", "税号",
    ),
    "control_code": (
        "eccn", "control code", "control list number", "dual-use code", "export control number",
        "export control code", "管制编码",
    ),
    "description": (
        "text", "part description", "item description", "goods", "goods description", "beschreibung",
        "bezeichnung", "désignation", "designation", "描述", "规格",
    ),
    "form": (
        "shape", "physical form", "lieferform", "形态",
    ),
    "origin": (
        "country of origin", "origin country", "made in", "supplier country", "source country",
        "exporting country", "from country", "coo", "ship from", "ursprungsland", "herkunftsland",
        "lieferland", "pays d'origine", "原产国", "原产地",
    ),
    "destination": (
        "country of destination", "destination country", "to country", "ship to", "ship to country", "dest",
        "delivery country", "importing country", "bestimmungsland", "zielland", "pays de destination",
        "目的国", "目的国家", "目的地",
    ),
    "end_use": (
        "use", "end-use", "end use", "endverwendung", "最终用途",
    ),
    "movement": (
        "movement type", "transaction",
    ),
    "date": (
        "as of", "shipping date", "ship date", "requested ship date", "export date", "delivery date", "datum",
        "lieferdatum", "liefertermin", "versanddatum", "日期",
    ),
    "quantity": (
        "qty", "amount", "menge", "数量",
    ),
    "unit": (
        "uom", "unit of measure", "einheit", "单位",
    ),
    "contains": (
        "composition", "contents", "zusammensetzung", "成分",
    ),
    "share_basis": (
        "basis", "share basis",
    ),
    "end_user": (
        "end user", "customer", "end customer", "consignee", "buyer", "endverwender", "endkunde", "kunde",
        "最终用户", "客户",
    ),
}  # fmt: skip
"""Our fields with the other headers that mean them, in any case and with ``_``, ``-`` and spaces alike."""

_SPEAKING = frozenset({"ref", "description", "quantity", "unit"})
"""Fields that nothing turns on: a second column that means one of them is kept as the caller's own."""

_A_SLIP = 88
"""From this likeness (0 to 100) on, an unknown header is taken for a known one that was mistyped."""
_SHORTEST_SLIP = 5
"""Letters from which on a likeness says anything."""
MOST_COLUMNS = 1_000
"""Columns that a table, and different fields that a list, may have."""
_DELIMITERS = (",", ";", "\t")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def field_of(header: str) -> str | None:
    """The field that a header means, exactly but for its case and its gaps; None for the caller's own."""
    return _FIELD_OF.get(header_key(header))


@lru_cache(maxsize=10_000)
def mistyped(header: str) -> str | None:
    """The known header that an unknown one, or an unknown field, looks like with a slip of the key; None for none."""
    name = header_key(header)
    if len(name) < _SHORTEST_SLIP:
        return None
    near = likest(name, _SLIPS, least=_A_SLIP, most=1)
    return _SLIPS[near[0]] if near else None


def headers_table() -> str:
    """The README's table of columns, in Markdown."""
    rows = ["| field | other headers that mean it |", "| --- | --- |"]
    return "\n".join([*rows, *(f"| `{field}` | {', '.join(others)} |" for field, others in FIELDS.items())])


class UnreadableSheet(Exception):
    """The text is no table that can be read; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headers as they stand, the field of ours that each is (or None), and its rows in order.

    ``numbers`` holds each row's place among the rows below the header, from 1; rows with nothing in them are left out.
    """

    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


def header_key(header: str) -> str:
    """The spelling under which headers are compared."""
    return re.sub(r"[\s_\-.:#/()]+", " ", unicodedata.normalize("NFKC", header)).strip().casefold()


_FIELD_OF = {header_key(name): field for field, others in FIELDS.items() for name in (field, *others)}
_SLIPS = [header for header, field in _FIELD_OF.items() if field not in _SPEAKING and len(header) >= _SHORTEST_SLIP]


def read(content: bytes, charset: str | None = None) -> Sheet:
    """The table in ``content``; ``charset`` is what the sender says, and holds unless the bytes begin with a mark.

    Raises :class:`UnreadableSheet`.
    """
    text = decoded(content, charset)
    told = re.match(r"sep=([,;\t|])(\r\n|\r|\n)", text)
    if told:
        text = text[told.end() :]
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    if not first.strip():
        raise UnreadableSheet("the first line, which names the columns, is empty")
    at = 1
    try:
        lines = WAY.each(io.StringIO(text, newline=""))
        reader = csv.reader(lines, delimiter=told[1] if told else _delimiter(first), strict=True)
        table = []
        for row in reader:
            table.append(tuple(row))
            at = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableSheet(f"the table cannot be read from its line {at} on: {error}") from error
    if len(table[0]) > MOST_COLUMNS:
        raise UnreadableSheet(f"the table has {len(table[0]):,} columns, and may have {MOST_COLUMNS:,}")
    named = [cell.strip() for cell in table[0]]
    fields = _each_once(named, [field_of(header) for header in named])
    for header, field in zip(named, fields, strict=True):
        if field is None and (meant := mistyped(header)) is not None:
            raise UnreadableSheet(f"the column {header!r} looks like {meant!r} mistyped: rename it")
    if not any(fields):
        known = ", ".join(FIELDS)
        raise UnreadableSheet(f"no column is called by a name that is known ({known}, or a synonym of one)")
    headers = _told_apart(named)
    kept = [(number, row) for number, row in enumerate(WAY.each(table[1:]), start=1) if any(map(str.strip, row))]
    return Sheet(headers, fields, tuple(map(itemgetter(0), kept)), tuple(map(itemgetter(1), kept)))


def _told_apart(headers: Iterable[str]) -> tuple[str, ...]:
    """The headers, a second one of the same wording, or an empty one, with its place behind it."""
    given = list(headers)
    taken = set(given)
    found: list[str] = []
    seen: set[str] = set()
    for place, header in enumerate(given, start=1):
        name, turn = header, place
        while not name or name in seen or (name != header and name in taken):
            name, turn = f"{header} ({turn})".strip(), turn + 1
        seen.add(name)
        found.append(name)
    return tuple(found)


def _each_once(headers: Sequence[str], fields: Sequence[str | None]) -> tuple[str | None, ...]:
    """Each field by one column. Of two columns for what only names or describes a line the first stands.

    Raises :class:`UnreadableSheet` where two columns mean a field that the answer turns on.
    """
    taken: dict[str, str] = {}
    found: list[str | None] = []
    for header, field in zip(headers, fields, strict=True):
        again = field is not None and field in taken
        if again and field not in _SPEAKING:
            raise UnreadableSheet(f"the columns {taken[str(field)]!r} and {header!r} both mean {field}: rename one")
        if field is not None:
            taken.setdefault(field, header)
        found.append(None if again else field)
    return tuple(found)


def decoded(content: bytes, charset: str | None = None) -> str:
    """``content`` as text: by the charset told, by its mark, as UTF-16 that shows by its zeros, or as UTF-8.

    Raises :class:`UnreadableSheet`.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    encoding = marked or charset or _by_its_zeros(content[:4]) or "utf-8"
    try:
        text = content.decode(encoding)  # raises LookupError also for codecs that are no encodings of text
        text.encode()
    except UnicodeError as error:
        raise UnreadableSheet(
            f"the text is not {encoding}: save it as UTF-8, or tell its encoding in the media type (charset=…)"
        ) from error
    except (LookupError, ValueError) as error:
        raise UnreadableSheet(f"{charset!r} is no encoding that is known") from error
    if "\0" in text:
        raise UnreadableSheet("the text holds NUL characters")
    return text.removeprefix("\ufeff")


def _by_its_zeros(start: bytes) -> str | None:
    """UTF-16 without a mark: a header in Latin letters has a zero in every second byte."""
    if len(start) == 4 and start[1] == start[3] == 0 and start[0] and start[2]:
        return "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0 and start[1] and start[3]:
        return "utf-16-be"
    return None


def _delimiter(header: str) -> str:
    """The delimiter under which the header names most of our fields; the comma when none does."""

    def recognised(delimiter: str) -> tuple[int, int]:
        cells: Sequence[str] = next(csv.reader([header], delimiter=delimiter), [])
        return sum(header_key(cell) in _FIELD_OF for cell in cells), len(cells)

    return max(_DELIMITERS, key=recognised)
