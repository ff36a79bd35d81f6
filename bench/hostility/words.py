# ruff: noqa: E501
"""Letters, numbers and dates as somebody writes them who wants a reader to break."""

import json
import math
from collections.abc import Callable
from random import Random

SECRET = "canary-9f2c-never-told"
"""Stands in a file beside the workspace that the inputs name: it must come out nowhere."""

_NASTY = (
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2028", "\u2029", "\x85",
    "\x00", "\x01", "\x08", "\x1b[31m", "\x1b]0;owned\x07", "\x7f", "\r", "\n", "\r\n", "\t", "\x0b", "\x0c",
    "\ufffd", "\uffff", "\ue000", "\U0010ffff", "\U000e0041", "\u0301", "\u0316", "\u0345", "\u1dfa", "\u0489",
    "ﷺ", "İ", "ẞ", "ǅ", "ﬃ", "²³¹", "½", "Ⅷ", "٣", "৪", "𝟗", "①", "零", "ß", "ſ", "\u0130\u0307", "😀", "👩‍👩‍👧‍👦", "🇺🇦",
    " ", "   ", "\u00a0", "\u3000", "'", '"', "`", "“", "«", "»", "„", "--", "—", ";", ":", "/", "\\", "../", "..\\",
    "%00", "%2e%2e%2f", "&#0;", "&#x110000;", "&amp;", "&e0;", "<", ">", "<!--", "-->", "]]>", "<![CDATA[", "<?", "?>",
    "{{7*7}}", "${7*7}", "{%", "%}", "#{", "=1+1", "+1", "-1", "@SUM(1)", "|cmd", "NEAR(", " AND ", " OR ", " NOT ", "*",
    "(", ")", "[", "]", "{", "}", "^", "$", "?", ".", ",", "…", "!", "'; DROP TABLE statements; --", "1e309", "NaN",
)  # fmt: skip
_WORDS = (
    "the army said on Sunday that troops captured Robotyne", "killed 5 civilians", "drones hit a depot near Kharkiv",
    "the ministry denied", "if they cross the border, we will answer", "according to the governor", "12 May 2024",
    "last night", "up to 99999999999999999999 soldiers", "tanks", "Kharkiv", "Vovchansk", "President", "General Staff",
    "Министерство сообщило о взятии двух сёл", "войска вошли в Волчанск", "вчера вечером", "погибли 12 человек",
    "Міноборони повідомило про захоплення", "двадцять два дрони", "минулої ночі", "за словами губернатора",
    "Das Ministerium meldete", "die Einnahme von Charkiw", "le ministère a annoncé", "la prise de Koupiansk", "gestern",
)  # fmt: skip
_DATES = (
    "2024-05-12", "2024-05-12T10:00:00Z", "99999-01-01", "0000-00-00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59",
    "9999-12-31T23:59:59-14:00", "2024-02-30", "2024-W19-7", "20240512", "1 ²³¹ 2024", "1 May ٢٠٢٤", "٣١.١٢.٢٠٢٤", "-2024-05-12",
    "Sun, 12 May 2024 10:00:00 +0000", "Sun, 12 May 99999 10:00:00 +9999", "Mon, 0 Foo -1 99:99:99 ?", "12.05.2024", "31.02.2024",
    "May 12, 2024", "12 травня 2024", "12 мая 2024", "2024-05-12T25:61:61", "2024-05-12T10:00:00+24:00", "1e5", "", " ", "NaN",
    "2024-05-12 10:00:00.999999999999 UTC", "2024-05-12T10:00:00+00:00:00.000001", "Sun, 12 May 2024 10:00:00 -9999999999",
)  # fmt: skip
_NUMBERS = (
    0, -1, 1, 2**31, -(2**31), 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 2**64, 10**30, 10**400, 0.1, -0.0, 1e308, 5e-324,
    math.inf, -math.inf, math.nan, 1715508000, -62135596800, 253402300799, 253402300800, 1e18, True, False,
)  # fmt: skip
_ADDRESSES = (
    "http://example.org/a", "https://t.me/s/channel/5", "http://[::1", "http://[fe80::1%25eth0]/", "http://host:99999/",
    "javascript:alert(1)", "file:///etc/passwd", "http://\ud800/", "http://a.b/\ud800", "http://user:pw@host/", "//host/",
    "http://xn--/", "http://" + "a" * 300 + "/", "http:///", "http://℀/", "http://a\u2100b/", "http://１２７.0.0.1/", "data:,x",
    "http://example.org/\u202egnp.exe", "http://example.org/%00", "mailto:a@b", "http://t.me/", "https://t.me/s/",
)  # fmt: skip


def text(rng: Random, most: int = 12) -> str:
    """Words of reports with nastiness between them."""
    parts = []
    for _ in range(rng.randint(1, most)):
        parts.append(rng.choice(_WORDS) if rng.random() < 0.55 else rng.choice(_NASTY) * _repeats(rng))
        parts.append(rng.choice((" ", ". ", "\n", "\n\n", "", ", ")))
    return "".join(parts)


def nasty(rng: Random, most: int = 4) -> str:
    """Hardly a word in it."""
    return "".join(rng.choice(_NASTY) * _repeats(rng) for _ in range(rng.randint(0, most)))


def halved(rng: Random, made: str) -> str:
    """With a half of a surrogate pair in it, now and then."""
    if rng.random() > 0.03:
        return made
    at = rng.randint(0, len(made))
    return made[:at] + rng.choice(("\ud800", "\udfff", "\udc80")) + made[at:]


def date(rng: Random) -> str:
    if rng.random() < 0.8:
        return rng.choice(_DATES)
    made = list(rng.choice(_DATES) or "2024-05-12")
    made[rng.randrange(len(made))] = rng.choice(("9", "-", ":", "²", " ", "T", "\u0661", "Z", "+", "\x00"))
    return "".join(made)


def number(rng: Random) -> object:
    return rng.choice(_NUMBERS)


def address(rng: Random) -> str:
    return rng.choice(_ADDRESSES) + (nasty(rng, 1) if rng.random() < 0.2 else "")


def value(rng: Random, depth: int = 0) -> object:
    """Anything JSON may hold, and some that it may not."""
    made: Callable[[], object] = rng.choice(
        (
            lambda: halved(rng, text(rng, 4)),
            lambda: number(rng),
            lambda: date(rng),
            lambda: address(rng),
            lambda: None,
            lambda: [value(rng, depth + 1) for _ in range(rng.randint(0, 3))] if depth < 3 else [],
            lambda: {nasty(rng, 1): value(rng, depth + 1) for _ in range(rng.randint(0, 3))} if depth < 3 else {},
        )
    )
    return made()


def as_json(rng: Random, thing: object) -> str:
    return json.dumps(thing, ensure_ascii=rng.random() < 0.5)


def as_bytes(rng: Random, made: str) -> bytes:
    """In an encoding that may not be the one it says."""
    encoding = rng.choices(
        ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1251", "koi8-u", "latin-1", "gb18030"),
        (70, 4, 4, 3, 3, 2, 2, 4, 3, 3, 2),
    )[0]  # fmt: skip
    raw = made.encode(encoding, "surrogatepass" if encoding.startswith("utf") and encoding != "utf-7" else "replace")
    return damaged(rng, raw) if rng.random() < 0.15 else raw


def damaged(rng: Random, raw: bytes) -> bytes:
    """Bytes flipped, cut off, doubled, or put where no text has them (overlong and broken UTF-8 among them)."""
    made = bytearray(raw)
    for _ in range(rng.randint(1, 4)):
        at, to = sorted((rng.randint(0, len(made)), rng.randint(0, len(made))))
        match rng.randint(0, 5):
            case 0 if made:
                made[min(at, len(made) - 1)] = rng.randrange(256)
            case 1:
                del made[at : min(to, at + 40)]
            case 2:
                made[at:at] = made[at : min(to, at + 200)]
            case 3:
                made[at:at] = rng.choice(
                    (b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\x00", b"\xfe\xff", b"+ADw-")
                )
            case 4:
                del made[to:]
            case _:
                made[at:at] = rng.randbytes(rng.randint(1, 16))
    return bytes(made)


def _repeats(rng: Random) -> int:
    return 1 if rng.random() < 0.9 else rng.choice((2, 3, 50, 400))
