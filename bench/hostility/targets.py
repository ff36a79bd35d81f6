"""The readers that strangers' bytes reach, each with what makes its cases and what must hold of its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import trafilatura  # here, so that what it does once is done before the watch begins

from hostility import bombs, documents, edges, stored, words
from hostility.answers import check, outcome_of, reader
from hostility.sandbox import Sandbox
from vedette.model.media import MediaType

_ = trafilatura


@dataclass(frozen=True, kw_only=True)
class Target:
    """`share` of a million cases. `make` is pure: the same Random gives the same case. `take` raises where what must
    hold does not. `children`: it may start processes; `warm` are harmless cases before the watch begins."""

    name: str
    share: int
    make: Callable[[Random], Any]
    take: Callable[[Any, Sandbox], None]
    children: bool = False
    warm: int = 5
    quick: bool = True
    reading: tuple[str, ...] = ()


def _file_case(rng: Random) -> tuple[bytes, str, str]:
    make = rng.choice((documents.polyglot, documents.page, documents.feed, documents.telegram, documents.plain))
    names = ("a.html", "a.jsonl", "result.json", "a.xml", "a.md", "a", "a.csv", words.nasty(rng, 2))
    return make(rng), rng.choice(names), rng.choice(("text/html", "", words.nasty(rng, 1)))


def _charset_case(rng: Random) -> tuple[bytes, str]:
    names = (
        "utf-7",
        "utf-16",
        "koi8-r",
        "hex",
        "zip",
        "idna",
        "unicode_escape",
        "cp1251",
        "iso2022_jp",
        "shift_jis",
        "big5",
        "punycode",
        "rot13",
        "utf-8",
    )
    return documents.plain(rng), f"text/html; charset={rng.choice(names)}{words.nasty(rng, 1)}"


def _searched(rng: Random) -> tuple[str, str]:
    operators = (
        '"',
        "*",
        "^",
        "NEAR",
        "AND",
        "NOT",
        "content:",
        "{",
        "}",
        "(",
        ")",
        "-",
        "+",
        "'",
        "%",
        "_",
        "\x00",
        ";--",
        "/*",
        "x" * 50,
    )
    made = [
        rng.choice((rng.choice(operators), words.text(rng, 1), words.nasty(rng, 2))) for _ in range(rng.randint(1, 5))
    ]
    return rng.choice((" ", "")).join(made), words.nasty(rng, 2)


_KEPT: dict[str, Callable[[Random], bytes]] = {
    MediaType.JSONL: documents.jsonl,
    MediaType.TELEGRAM: documents.telegram,
    MediaType.RSS: documents.feed,
    MediaType.TEXT: documents.plain,
}


def _kept_case(rng: Random) -> tuple[str, bytes]:
    media = rng.choice(tuple(_KEPT))
    return media, _KEPT[media](rng)


READING = (
    Target(name="kind of bytes", share=180_000, make=_file_case, take=edges.kind),
    Target(name="encodings", share=160_000, make=_charset_case, take=edges.charset),
    Target(
        name="dates, addresses",
        share=180_000,
        make=lambda rng: (words.date(rng), words.number(rng), words.address(rng)),
        take=edges.moments,
    ),
    Target(name="plain text", share=70_000, make=documents.plain, take=reader(MediaType.TEXT)),
    Target(name="Markdown", share=40_000, make=documents.plain, take=reader(MediaType.MARKDOWN)),
    Target(name="JSONL", share=90_000, make=documents.jsonl, take=reader(MediaType.JSONL)),
    Target(name="Telegram export", share=90_000, make=documents.telegram, take=reader(MediaType.TELEGRAM)),
    Target(name="RSS", share=60_000, make=documents.feed, take=reader(MediaType.RSS)),
    Target(name="Atom", share=20_000, make=documents.feed, take=reader(MediaType.ATOM)),
    Target(name="web page", share=12_000, make=documents.page, take=reader(MediaType.HTML)),
    Target(name="polyglots, every reader", share=6_000, make=documents.polyglot, take=edges.any_reader),
    Target(name="compressed answers", share=20_000, make=bombs.packed, take=edges.inflated),
    Target(name="watch.toml", share=40_000, make=documents.watchfile, take=edges.watch),
    Target(name="addresses of pages", share=60_000, make=documents.parameters, take=edges.parameters),
    Target(name="tables of fires", share=20_000, make=documents.fires, take=edges.fires),
    Target(name="store: kept and given back", share=8_000, make=_kept_case, take=stored.kept),
    Target(name="store: searches", share=8_000, make=_searched, take=stored.asked),
    Target(
        name="bombs and endless runs",
        share=800,
        warm=0,
        quick=False,
        make=bombs.large,
        take=lambda case, sandbox: check(outcome_of(sandbox.named(case[1]), case[0]), sandbox),
    ),
)
