"""What no caller means and some send: hostile values, paths and bodies, and whole requests made of them by chance."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

Json = dict[str, Any]

# fmt: off
_TEXTS = (
    # SQL and full-text search
    "' OR 1=1 --", "'; DROP TABLE measures; --", '"', "'", 'AND"', "NEAR(a b", "gallium*", "^gallium", "-gallium", "name:gallium",
    "{name} : x", "gallium OR", "(gallium", 'a" b', "_", "\\", "1 UNION SELECT sql FROM sqlite_schema",
    # characters that are none, or too many
    "\u202egallium", "\u200bgallium", "\ufeffgallium", "ｇａｌｌｉｕｍ", "e\u0301" * 50, "🧲" * 40, "\ud800", "x" * 300, "x" * 3000, "镓" * 300,
    # other languages' tricks
    "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>", "=1+1", "../../etc/passwd", "..\\..\\boot.ini", "file:///etc/passwd",
    "|id", "`id`",
    # numbers and days
    "1e400", "-1e400", "NaN", "Infinity", "-0", "0x10", "1_000", "٣", "99999999999999999999", "-1", "0", "1" * 300,
    "0000-00-00", "9999-99-99", "2025-02-29", "2025-13-01", "9999-12-31", "0001-01-01", "2025-04-01T00:00:00Z",
    "", " ", "null", "true", "[]", "[object Object]", "undefined",
)
WORDS: tuple[bytes, ...] = (
    *(text.encode("utf-8", "surrogatepass") for text in _TEXTS),
    b"%00", b"gal%00lium", b"%01%02%1b[31m", b"%7f", b"%C0%AF", b"%E0%80%AF", b"%FF%FE", b"%ED%A0%80", b"%F8%88%80%80%80", b"%", b"%zz",
    b"%u0041", b"%0d%0aSet-Cookie:%20a=b", b"%0aLocation:%20//else", b"..%2f..%2fetc%2fpasswd", b"%252e%252e%252f",
)
"""Values for a parameter or a part of a path; what holds a percent sign stands as it is, the rest is percent-encoded."""
QUESTIONS: tuple[str, ...] = (
    "a" * 450, "is " * 160, "which minerals " * 30, "and " * 120, "(" * 450, "gallium " * 60, "to " * 160,
    "which minerals were restricted in " + "April " * 60, "status of " + "rare earths and " * 25, "between " * 55,
    "1 2 3 4 5 6 7 8 9 " * 25, "is gallium gallium gallium restricted to to to to", "？" * 300, "der " * 100, "/" * 450,
    "is " + "not " * 100 + "gallium restricted", "from China to " * 30, "2025-04-01 " * 40, "un" * 220, "'" * 450,
)
"""Questions in what may once have been English; none may take longer than another."""
PATHS: tuple[bytes, ...] = (
    b"//", b"/v1//minerals", b"/v1/minerals/", b"/v1/minerals/..%2f..%2fhealthz", b"/v1/minerals/%2e%2e/%2e%2e/", b"/v1/../healthz",
    b"/v1/minerals/%00/status", b"/v1/minerals/gallium%2fstatus", b"/v1/minerals/gallium;x=1/status", b"/V1/MINERALS",
    b"/docs/assets/..%2f..%2f..%2fetc%2fpasswd", b"/docs/assets/%2e%2e%2freference.py", b"/problems/..%5c..", b"/.git/config",
    b"/v1/export/record.json.bak", b"/v1/export/record.%2e%2e", b"/v1/sources/%ff", b"/.well-known/../healthz", b"/%", b"/\xe9\x95\x93",
    b"/v1/minerals/" + b"a/" * 500, b"/" + b"%2e" * 1000, b"*", b"http://else.example/v1/version", b"/v1/version#x", b"/v1/version?",
    b"/v1/version??", b"/v1/version?&&&", b"/v1/version?=", b"/v1/version?=x", b"/v1/version?x[]=1", b"/v1/version?" + b"a=1&" * 900,
    b"/v1/minerals?q=" + b"x" * 70_000,
)
"""Addresses that lead nowhere, or somewhere else."""
HEADERS: tuple[bytes, ...] = (
    b"Accept: " + b"a/b," * 1000, b"Accept: */*;q=nan", b"Accept: text/plain;q=1e400", b"Accept: \xff\xfe", b"Accept: ;;;,,,",
    b"X-Request-ID: a\x01b", b"X-Request-ID: " + b"x" * 5000, b"If-None-Match: \"", b"If-None-Match: " + b'"x",' * 1000,
    b"If-None-Match: *", b"Range: bytes=0-1,5-,-9", b"If-Modified-Since: never", b"Cookie: " + b"a=b; " * 900, b"Authorization: Bearer",
    b"Authorization: Basic \xff", b"Content-Length: -1", b"Content-Length: 5", b"Transfer-Encoding: gzip", b"Expect: 200-maybe",
    b"Upgrade: h2c", b"Host: else.example", b"X-Forwarded-For: ' OR 1=1", b"X-HTTP-Method-Override: DELETE", b"traceparent: 00-zz-zz-01",
    b"Content-Encoding: br", b"Connection: close, X-Request-ID", b"Accept-Language: " + b"de," * 900,
)
_FIELDS = ("ref", "material", "symbol", "cas", "hs_code", "control_code", "description", "form", "origin", "destination",
           "end_use", "movement", "date", "quantity", "unit", "contains", "share_basis", "end_user", "nonsense")
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**400, "", " ", "gallium", "NaN", "1e400", [], {}, [[]], ["Dy"], {"material": "Dy"}, "x" * 5000, "\x00",
    "=cmd|' /C calc'!A0", "Dy=0.5|Dy=0.6", "Dy=1e400", "2025-02-30", "XX", [{"material": "Dy", "share": 10**400}],
    [{"material": None, "share": "NaN"}], [{"material": "Dy", "share": -0.1}] * 200,
)
BODIES: tuple[tuple[bytes, bytes], ...] = (
    (b"application/json", b"[" * 100_000), (b"application/json", b'{"lines":' * 5000), (b"application/json", b'{"lines": [' + b"{}," * 9000 + b"{}]}"),
    (b"application/json", json.dumps({"lines": [{f"c{n}": n for n in range(20_000)}]}).encode()),
    (b"application/json", b'{"lines": [{"material": "Dy", "material": "Ga"}], "lines": []}'),
    (b"application/json", b'{"lines": [{"quantity": NaN}]}'), (b"application/json", b'{"lines": [{"quantity": 1e400}]}'),
    (b"application/json", b'{"lines": [{"material": "\\ud800"}]}'), (b"application/json", b"\xef\xbb\xbf{}"), (b"application/json", b""),
    (b"application/json", b"null"), (b"application/json", b'"lines"'), (b"application/json", b"{\xff}"), (b"application/json", b'{"lines": {}}'),
    (b"application/json; charset=utf-16", '{"lines": []}'.encode("utf-16")), (b"application/json", b'{"lines": []} {"lines": []}'),
    (b"text/csv", b'material\n"' + b"x" * 50_000), (b"text/csv", b"," * 20_000), (b"text/csv", b"material\n" + b"\n" * 20_000),
    (b"text/csv", b"material\r\rGa\n\nDy\r\n"), (b"text/csv", b"material\x00\nGa\n"), (b"text/csv", "material\nGa\n".encode("utf-16-le")),
    (b"text/csv", b"PK\x03\x04" + bytes(range(256)) * 40), (b"text/csv", b"\x1f\x8b" + b"x" * 500), (b"text/csv", b"material;material\nGa;Dy\n"),
    (b"text/csv", b"sep=;\nmaterial;origin\nGa;CN\n"), (b"text/csv", b'material,"or""igin"\n"Ga\n",CN\n'), (b"text/csv", b"\xff\xfe\xff\xfe"),
    (b"text/csv", b'"' * 30_001), (b"text/csv", b"material\n" + b"=1+1\n@x\n" * 200), (b"text/tab-separated-values", b"material\torigin\nGa\tCN\textra\n"),
    (b"multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"), (b"multipart/form-data", b"--x"), (b"multipart/form-data; boundary=" + b"y" * 500, b""),
    (b'multipart/form-data; boundary=x', b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../x"\r\n\r\nmaterial\nGa\r\n--x--\r\n'),
    (b'multipart/form-data; boundary=x', b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na\r\n' * 300 + b"--x--\r\n"),
    (b"image/png", b"\x89PNG"), (b"", b"material\nGa\n"), (b"text/html", b"<table>"), (b"application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    (b"application/x-www-form-urlencoded", b"lines=1&lines=2"), (b"application/x-ndjson", b"{}\n{}\n"), (b"text/csv; charset=no-such", b"material\nGa\n"),
)
"""Content types and bodies for the one route that takes any."""
# fmt: on


@dataclass(frozen=True)
class Sent:
    """A request as bytes, with its method, which decides how its answer is read."""

    method: str
    content: bytes

    def __str__(self) -> str:
        """The beginning of the request, for a message."""
        return repr(self.content[:300])


def request(method: str, target: bytes, headers: Sequence[bytes] = (), body: bytes = b"") -> Sent:
    """A whole HTTP/1.1 request; a Host and, with a body, its length are added."""
    lines = [f"{method} ".encode() + target + b" HTTP/1.1", b"Host: here", *headers]
    if body or method == "POST":
        lines.append(b"Content-Length: %d" % len(body))
    return Sent(method, b"\r\n".join(lines) + b"\r\n\r\n" + body)


def encoded(word: bytes) -> bytes:
    """A hostile word in an address: as it stands where it holds percent signs of its own, else percent-encoded."""
    return word if b"%" in word else quote(word, safe="").encode()


def fixed() -> Iterator[Sent]:
    """Every path, header, question and body of the corpus once."""
    for path in PATHS:
        yield request("GET", path)
    for header in HEADERS:
        yield request("GET", b"/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN&destination=US", [header])
    for question in QUESTIONS:
        yield request("GET", b"/v1/ask?q=" + quote(question).encode())
    for kind, body in BODIES:
        yield request("POST", b"/v1/screenings", [b"Content-Type: " + kind] if kind else [], body)
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD", "BREW", "get"):
        yield request(method, b"/v1/minerals")


def by_chance(contract: Json, seed: int) -> Iterator[Sent]:
    """Requests without end: a route of the contract with hostile words in its places, or a hostile parts list."""
    draw = random.Random(seed)  # noqa: S311 - chance, not secrecy
    routes = [(path, item["get"]["parameters"]) for path, item in contract["paths"].items() if "get" in item]
    while True:
        if draw.random() < 0.2:
            yield _list_of(draw)
        else:
            yield _question_of(draw, *draw.choice(routes))


def _question_of(draw: random.Random, path: str, parameters: Sequence[Json]) -> Sent:
    target = path
    query = []
    for parameter in parameters:
        if parameter["in"] == "path":
            word = encoded(draw.choice(WORDS)).decode() if draw.random() < 0.5 else parameter["example"]
            target = target.replace("{" + parameter["name"] + "}", word or "%20")
        elif parameter["required"] or draw.random() < 0.3:
            plain = draw.choice([parameter.get("example"), *parameter["schema"].get("examples", [None])])
            word = encoded(draw.choice(WORDS)) if plain is None or draw.random() < 0.6 else quote(str(plain)).encode()
            query += [parameter["name"].encode() + b"=" + word] * (2 if draw.random() < 0.05 else 1)
    if draw.random() < 0.1:
        query.append(encoded(draw.choice(WORDS)) + b"=" + encoded(draw.choice(WORDS)))
    headers = [draw.choice(HEADERS)] if draw.random() < 0.15 else []
    return request("GET", target.encode() + (b"?" + b"&".join(query) if query else b""), headers)


def _list_of(draw: random.Random) -> Sent:
    if draw.random() < 0.3:
        kind, body = draw.choice(BODIES)
        return request(
            "POST", b"/v1/screenings?format=" + encoded(draw.choice(WORDS)), [b"Content-Type: " + kind], body
        )
    lines = [
        {draw.choice(_FIELDS): draw.choice(_VALUES) for _ in range(draw.randrange(6))}
        for _ in range(draw.randrange(1, 30))
    ]
    sent = {"lines": lines} if draw.random() < 0.8 else {"lines": lines, draw.choice(_FIELDS): draw.choice(_VALUES)}
    return request("POST", b"/v1/screenings", [b"Content-Type: application/json"], json.dumps(sent).encode())
