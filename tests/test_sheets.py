"""A spreadsheet's text: every way of saving it is read alike, and what cannot be read is refused with what to do."""

from __future__ import annotations

import codecs
from itertools import combinations

import pytest

from service.sheets import FIELDS, Sheet, UnreadableSheet, header_key, read

SPEAKING = ("ref", "description", "quantity", "unit")
DECIDING = tuple(field for field in FIELDS if field not in SPEAKING)
TEXT = "ref,Material,origin,Bemerkung\r\n1,镓,CN,für später\r\n2,néodyme,CN,“rein”, \r\n"
PLAIN = Sheet(
    headers=("ref", "Material", "origin", "Bemerkung"),
    fields=("ref", "material", "origin", None),
    numbers=(1, 2),
    rows=(("1", "镓", "CN", "für später"), ("2", "néodyme", "CN", "“rein”", " ")),
)


def refused(content: bytes, charset: str | None = None) -> str:
    """The words with which ``content`` is refused."""
    with pytest.raises(UnreadableSheet) as error:
        read(content, charset)
    return str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="utf-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="utf-16-le with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16-be with a mark"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16-be"),
    ],
)
def test_every_encoding_of_a_spreadsheet_gives_the_same_table(content: bytes) -> None:
    """Chinese and accented cells come out as they went in, and no mark is left on the first header."""
    assert read(content) == PLAIN


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("told", [False, True], ids=["found", "told"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_every_delimiter_and_line_end_gives_the_same_table(delimiter: str, told: bool, ends: str) -> None:
    """With or without the line in which a spreadsheet says what parts its cells."""
    rows = [delimiter.join(row) for row in (("material", "origin", "note"), ("Ga", "CN", "x"), ("Ge", "JP", ""))]
    text = ends.join([*([f"sep={delimiter}"] if told else []), *rows, ""])
    fields = ("material", "origin", None)
    assert read(text.encode()) == Sheet(
        ("material", "origin", "note"), fields, (1, 2), (("Ga", "CN", "x"), ("Ge", "JP", ""))
    )


def test_the_delimiter_is_the_one_under_which_most_fields_are_known() -> None:
    """Commas within a header do not outvote the semicolons that part our fields."""
    sheet = read(b"material;note, such as, a grade, or a lot;origin\nGa;99,99;CN\n")
    assert (sheet.fields, sheet.rows) == (("material", None, "origin"), (("Ga", "99,99", "CN"),))


def test_a_delimiter_that_is_told_wins_over_the_header() -> None:
    """Also one that no other table has, and also under a mark."""
    assert read(b"sep=|\nmaterial|origin,cas\nGa|CN,1\n").headers == ("material", "origin,cas")
    assert read(codecs.BOM_UTF8 + b"sep=;\r\nmaterial,cas;origin\r\n").fields == (None, "origin")


def test_a_table_of_one_column_needs_no_delimiter() -> None:
    """A bare list of names is a table."""
    sheet = read(b"Werkstoff\nGallium\nGermanium")
    assert (sheet.fields, sheet.numbers, sheet.rows) == (("material",), (1, 2), (("Gallium",), ("Germanium",)))


def test_letters_of_an_encoding_that_was_not_told_are_refused_with_what_to_do() -> None:
    """Windows-1252 is not guessed at: save it as UTF-8, or tell the charset."""
    message = refused("material,note\nGa,für\n".encode("windows-1252"))
    assert "not utf-8" in message
    assert "save it as UTF-8" in message
    assert "charset=" in message


@pytest.mark.parametrize(
    ("charset", "cell"),
    [("windows-1252", "für 5 €"), ("ISO-8859-1", "für"), ("gb18030", "镓"), ("shift_jis", "ガリウム"), ("utf-8", "镓")],
)
def test_a_charset_that_is_told_is_the_one_it_is_read_by(charset: str, cell: str) -> None:
    """In any case of its name."""
    content = f"material,note\nGa,{cell}\n".encode(charset)
    for said in (charset, charset.upper()):
        assert read(content, said).rows == (("Ga", cell),)


def test_a_charset_that_does_not_fit_is_refused_by_its_name() -> None:
    """The message names what the bytes are not."""
    assert "not ascii" in refused("material\nnéodyme\n".encode(), "ascii")


@pytest.mark.parametrize("charset", ["no-such-code", "hex", "rot13", "undefined", "punycode"])
def test_a_charset_that_encodes_no_text_is_refused(charset: str) -> None:
    """Neither what nobody knows nor what the machine knows for other ends."""
    assert charset in refused(b"material\n\nGa\n", charset)


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "gb18030", "utf-16-be"])
@pytest.mark.parametrize(("mark", "by"), [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")])
def test_a_mark_wins_over_the_charset_that_is_told(mark: bytes, by: str, charset: str) -> None:
    """A mark is no accident; a media type often is."""
    assert read(mark + TEXT.encode(by), charset) == PLAIN


@pytest.mark.parametrize(
    "content",
    [
        b"material\nGa\0\n",
        "material\nGa\0\n".encode("utf-16-le"),
        b"material\0\nGa\n",
        "material\nGa\n".encode("utf-32"),
    ],
)
def test_nul_characters_are_refused(content: bytes) -> None:
    """Whatever encoding they come in, that of four bytes a letter among them."""
    assert "NUL" in refused(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\r\nmaterial\nGa\n", b"  \t\nmaterial\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"sep=;\n"],
)
def test_a_table_without_a_header_is_refused(content: bytes) -> None:
    """An empty file, an empty first line, a mark alone and a delimiter alone."""
    assert "first line" in refused(content)


@pytest.mark.parametrize("content", [b"foo,bar\nGa,CN\n", b"Gallium\n", b",,\n", b'""\n', b"sep=;", b"PK\x03\x04\n"])
def test_a_table_none_of_whose_columns_is_known_is_refused_with_the_names_that_are(content: bytes) -> None:
    """So a list without a header is never read as one whose first line is a header."""
    message = refused(content)
    assert "no column" in message
    assert all(field in message for field in FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_every_other_name_of_a_field_means_it_in_any_spelling(field: str) -> None:
    """Case, and what parts its words, make no difference."""
    for name in (field, *FIELDS[field]):
        apart = name.replace("_", " ").replace("-", " ")
        spellings = {name, name.upper(), name.title(), f"  {name} ", f"{name}:"}
        spellings |= {sign.join(apart.split()) for sign in ("_", "-", "  ", ". ", " / ")}
        for spelling in spellings:
            sheet = read(f'"{spelling}"\n'.encode())
            assert (sheet.headers, sheet.fields) == ((spelling.strip(),), (field,))


def test_no_two_fields_share_a_name() -> None:
    """Under the spelling by which headers are compared, or a column would mean whichever came last."""
    keys = {field: {header_key(name) for name in (field, *others)} for field, others in FIELDS.items()}
    assert [(one, two) for one, two in combinations(keys, 2) if keys[one] & keys[two]] == []
    assert "" not in set().union(*keys.values())


@pytest.mark.parametrize("field", DECIDING)
def test_two_columns_that_mean_one_field_that_decides_are_refused_by_both_names(field: str) -> None:
    """Which of the two is meant is not for us to say."""
    other = FIELDS[field][0].upper()
    message = refused(f"ref,{field},note,{other}\n".encode())
    assert all(word in message for word in (repr(field), repr(other), f"both mean {field}"))


@pytest.mark.parametrize("field", DECIDING)
def test_two_columns_of_one_name_that_decides_are_refused_too(field: str) -> None:
    """The same header twice is no less in doubt than two names for the same."""
    assert f"mean {field}" in refused(f"ref,{field},{field}\n".encode())


@pytest.mark.parametrize("field", SPEAKING)
def test_of_two_columns_that_only_name_or_describe_the_first_stands(field: str) -> None:
    """The other is the caller's own."""
    other = FIELDS[field][0]
    assert read(f"{other},material,{field}\n".encode()).fields == (field, "material", None)
    assert read(f"{field},material,{field}\n".encode()).fields == (field, "material", None)


@pytest.mark.parametrize(
    ("header", "headers"),
    [
        ("material,note,note,note", ("material", "note", "note (3)", "note (4)")),
        ("material,,note,", ("material", "(2)", "note", "(4)")),
        ("material, note ,note", ("material", "note", "note (3)")),
        ("material,note,Note", ("material", "note", "Note")),
    ],
)
def test_headers_alike_and_empty_ones_are_told_apart_by_their_place(header: str, headers: tuple[str, ...]) -> None:
    """So that every cell can be given back under a name of its own."""
    assert read(header.encode()).headers == headers


@pytest.mark.parametrize("header", ["note (3),note,note,material", "(2),,material", "a,a,a (2),a,a (4),material"])
def test_headers_stay_apart_where_one_already_bears_a_place(header: str) -> None:
    """A header that looks like one that was told apart is no reason to lose a column."""
    found = read(header.encode()).headers
    assert len(set(found)) == len(found) == len(header.split(","))


def test_blank_lines_are_left_out_and_the_others_keep_their_places() -> None:
    """The number of a row is its place below the header, blank lines counted."""
    sheet = read(b"material,origin\r\n\r\nGa,CN\r\n\r\n\r\nGe,CN\r\n\r\n")
    assert (sheet.numbers, sheet.rows) == ((2, 5), (("Ga", "CN"), ("Ge", "CN")))


def test_a_header_alone_is_a_table_without_rows() -> None:
    """With and without the end of its line."""
    for content in (b"material,origin", b"material,origin\n", b"material,origin\r\n\r\n"):
        assert read(content) == Sheet(("material", "origin"), ("material", "origin"), (), ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_quoted_cells_hold_line_ends_delimiters_and_quotes(delimiter: str) -> None:
    """A row of several lines is one row, so the next one's place is the next."""
    cell = f'two\nlines{delimiter} "quoted"\r\nand more'
    text = delimiter.join(["material", '"text"']) + "\n"
    text += delimiter.join(["Ga", '"' + cell.replace('"', '""') + '"']) + "\nGe" + delimiter + "x\n"
    sheet = read(text.encode())
    assert (sheet.fields, sheet.numbers) == (("material", "description"), (1, 2))
    assert sheet.rows == (("Ga", cell), ("Ge", "x"))


def test_a_header_may_hold_a_line_end() -> None:
    """Spreadsheets break long headers; it means what it means on one line."""
    sheet = read(b'"material\nname",origin\nGa,CN\n')
    assert (sheet.fields, sheet.rows) == (("material", "origin"), (("Ga", "CN"),))


def test_rows_are_as_long_as_they_stand() -> None:
    """What is missing or too much is for the reader of the rows to say."""
    assert read(b"material,origin\nGa\nGe,CN,x\n").rows == (("Ga",), ("Ge", "CN", "x"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'material,origin\n"Ga,CN\nGe,CN\n', id="open at the end"),
        pytest.param(b'"material,origin\nGa,CN\n', id="open in the header"),
        pytest.param(b'material,origin\n"Ga"x,CN\n', id="closed too soon"),
        pytest.param(b"material," + b"x" * 200_000 + b"\nGa,CN\n", id="a header beyond measure"),
        pytest.param(b"material,origin\nGa," + b"x" * 200_000 + b"\n", id="a cell beyond measure"),
    ],
)
def test_a_table_that_breaks_off_or_is_beyond_measure_is_refused(content: bytes) -> None:
    """An unclosed quote would swallow the lines below it."""
    assert "cannot be read" in refused(content)
