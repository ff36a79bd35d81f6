# ruff: noqa: E501
"""Inputs for the readers, by the grammar of each form, bent."""

from random import Random

from hostility.words import SECRET, address, as_bytes, as_json, damaged, date, halved, nasty, number, text, value

CANARY = "{canary}"
"""Where the path of the canary goes."""

_TAGS = ("p", "div", "b", "br", "h1", "table", "tr", "td", "script", "style", "svg", "math", "template", "article", "li",
         "a", "title", "textarea", "plaintext", "noscript", "frameset", "body", "html", "head", "x:y", "item", "entry")  # fmt: skip
_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY e0 "boom"><!ENTITY e1 "&e0;&e0;&e0;">]>',
    f'<!DOCTYPE x [<!ENTITY e0 SYSTEM "file://{CANARY}">]>',
    f'<!DOCTYPE x SYSTEM "file://{CANARY}">',
    '<!DOCTYPE x PUBLIC "a" "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]>',
    "<!DOCTYPE html>",
    "<!doctype x\t[ <!ENTITY e0 'x'>]>",
    "<!DOCTYPE x><!ENTITY e0 'x'>",
)
_METAS = ("article:published_time", "og:title", "og:url", "og:site_name", "datePublished", "author", "dc.date", "date")


def plain(rng: Random) -> bytes:
    made = text(rng)
    if rng.random() < 0.4:
        made = _header(rng) + made
    return as_bytes(rng, halved(rng, made))


def _header(rng: Random) -> str:
    names = ("title", "Source", "date", "Published", "url", "language", "author", nasty(rng, 1))
    rows = [
        f"{rng.choice(names)}: {rng.choice((text(rng, 2), date(rng), address(rng)))}" for _ in range(rng.randint(1, 5))
    ]
    fence = rng.choice(("---\n", "", "# Title\n", "---\n---\n", "\n"))
    return fence + "\n".join(rows) + "\n" + rng.choice(("---\n", "...\n", "\n", ""))


def page(rng: Random) -> bytes:
    head = "".join(
        f'<meta {rng.choice(("property", "name", "itemprop"))}="{rng.choice(_METAS)}" content="{_in_quotes(rng)}">'
        for _ in range(rng.randint(0, 4))
    )
    lead = rng.choice(
        ("", *_ENTITIES, f"<!-- saved from url=(0014){address(rng)} -->", "<?xml version='1.0' encoding='utf-7'?>")
    )
    linked = f'<script type="application/ld+json">{as_json(rng, {"datePublished": value(rng)})}</script>'
    body = "".join(_element(rng, 0) for _ in range(rng.randint(1, 5)))
    made = f'{lead}<html lang="{nasty(rng, 1)}"><head>{head}<title>{text(rng, 2)}</title>{linked}</head><body>{body}'
    return as_bytes(rng, halved(rng, made))


def _in_quotes(rng: Random) -> str:
    return rng.choice((date, address, lambda one: text(one, 3)))(rng).replace('"', "&quot;")


def _element(rng: Random, depth: int) -> str:
    tag = rng.choice(_TAGS)
    inner = (
        text(rng, 4)
        if depth > 4 or rng.random() < 0.5
        else "".join(_element(rng, depth + 1) for _ in range(rng.randint(0, 3)))
    )
    attributes = rng.choice(
        ("", f' href="{_in_quotes(rng)}"', " datetime='" + date(rng) + "'", " onload=alert(1)", nasty(rng, 1))
    )
    return f"<{tag}{attributes}>{inner}" + (f"</{tag}>" if rng.random() < 0.85 else "")


def feed(rng: Random) -> bytes:
    atom = rng.random() < 0.4
    root, item = ("feed", "entry") if atom else (rng.choice(("rss", "rdf:RDF")), "item")
    lead = rng.choice(
        ('<?xml version="1.0" encoding="utf-8"?>', "", '<?xml version="1.0" encoding="UTF-16"?>', *_ENTITIES)
    )
    items = "".join(f"<{item}{_about(rng)}>{_fields(rng)}</{item}>" for _ in range(rng.randint(0, 4)))
    channel = f"<channel>{_fields(rng)}{items}</channel>" if not atom else _fields(rng) + items
    return as_bytes(rng, halved(rng, f"{lead}<{root}>{channel}" + (f"</{root}>" if rng.random() < 0.9 else "")))


def _about(rng: Random) -> str:
    named = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:about="'
    return f' {named}{_in_quotes(rng)}"' if rng.random() < 0.1 else ""


def _fields(rng: Random) -> str:
    names = (
        "title",
        "description",
        "link",
        "guid",
        "pubDate",
        "published",
        "updated",
        "author",
        "source",
        "content:encoded",
        "id",
        "language",
    )
    return "".join(_field(rng, rng.choice(names)) for _ in range(rng.randint(0, 6)))


def _field(rng: Random, name: str) -> str:
    inner = rng.choice(
        (date(rng), address(rng), text(rng, 4), f"<![CDATA[{_element(rng, 2)}]]>", "&e0;&e1;", _element(rng, 2))
    )
    return f"<{name}>{inner}</{name}>" if name != "link" or rng.random() < 0.5 else f'<link href="{_in_quotes(rng)}"/>'


def jsonl(rng: Random) -> bytes:
    names = ("id", "text", "source", "title", "author", "published", "language", "url", "reply_to", nasty(rng, 1))
    lines = []
    for _ in range(rng.randint(1, 4)):
        fields: dict[str, object] = {name: value(rng) for name in names if rng.random() < 0.5}
        if rng.random() < 0.8:
            fields["text"] = halved(rng, text(rng))
        if rng.random() < 0.5:
            fields |= {
                "url": address(rng),
                "published": date(rng),
                "language": halved(rng, rng.choice(("en", "ru", "u"))),
            }
        lines.append(as_json(rng, fields if rng.random() < 0.95 else value(rng)))
    return as_bytes(rng, rng.choice(("\n", "\r\n", "\n\n", "\u2028")).join(lines))


def telegram(rng: Random) -> bytes:
    chat: dict[str, object] = {
        "name": halved(rng, text(rng, 2)),
        "type": "public_channel",
        "id": rng.choice((7, number(rng))),
    }
    chat["messages"] = [_message(rng) for _ in range(rng.randint(0, 4))] if rng.random() < 0.95 else value(rng)
    if rng.random() < 0.05:
        chat["type"] = value(rng)
    whole: object = chat if rng.random() < 0.7 else {"chats": {"list": [chat, value(rng)]}}
    return as_bytes(rng, as_json(rng, whole))


def _message(rng: Random) -> object:
    if rng.random() < 0.05:
        return value(rng)
    keys = (
        "from",
        "author",
        "forwarded_from",
        "saved_from",
        "edited",
        "reply_to_message_id",
        "media_type",
        "photo",
        "file",
    )
    made = {key: value(rng) for key in keys if rng.random() < 0.3}
    made |= {"id": rng.choice((rng.randint(1, 9), number(rng))), "type": "message", "date": date(rng)}
    made["text"] = rng.choice(
        (text(rng), halved(rng, text(rng)), [text(rng, 2), {"type": "bold", "text": text(rng, 1)}, value(rng)])
    )
    if rng.random() < 0.5:
        made["date_unixtime"] = rng.choice((number(rng), str(number(rng)), "٣" * 9))
    if rng.random() < 0.3:
        made["photo"] = rng.choice(
            ("../../outside/canary", "photos/a.jpg", CANARY, "a\x00b", "link/x", "a" * 600, "\ud800")
        )
    return made


def fires(rng: Random) -> bytes:
    header = rng.choice(("lat,lon,date", "latitude,longitude,acq_date,scan,track", '"lat","lon","date"', "lat;lon"))
    rows = [",".join(str(_cell(rng)) for _ in range(rng.randint(1, 6))) for _ in range(rng.randint(0, 6))]
    return as_bytes(rng, "\n".join((header, *rows)))


def _cell(rng: Random) -> object:
    return rng.choice(
        (round(rng.uniform(-100, 100), 3), number(rng), date(rng), '"', nasty(rng, 1), "5e400", "0x10", "1_0")
    )


def polyglot(rng: Random) -> bytes:
    """The beginning of one thing before the body of another."""
    start = rng.choice((b"GIF89a", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"RIFF\x00\x00\x00\x00WEBP",
                        b"\x00\x00\x00\x18ftypmp42", b"<?xml?>", b"{", b"lat,lon,date\n", b"OggS", b"ID3", b"II*\x00", b"\x1a\x45\xdf\xa3"))  # fmt: skip
    body = rng.choice((plain, page, feed, jsonl, telegram, fires))(rng)
    return rng.choice((start + body, body + start, damaged(rng, start + body)))


def watchfile(rng: Random) -> str:
    lines = [f"name = {_toml(rng)}" if rng.random() < 0.3 else 'name = "w"']
    keys = ("languages", "countries", "bbox", "notice", nasty(rng, 1) or "x")
    lines += [f"{_key(rng, rng.choice(keys))} = {_toml(rng)}" for _ in range(rng.randint(0, 3))]
    for _ in range(rng.randint(0, 3)):
        lines.append(
            rng.choice(
                (
                    "[[side]]",
                    "[[source]]",
                    "[policy]",
                    "[map]",
                    "[media]",
                    "[[alert]]",
                    "[mail]",
                    "[review]",
                    "[policy.delays]",
                )
            )
        )
        inner = (
            "id",
            "name",
            "kind",
            "side",
            "match",
            "country",
            "delay_hours",
            "coarsen_m",
            "redact",
            "borders",
            "when",
            "to",
            "every",
            "host",
            "port",
        )
        lines += [f"{_key(rng, rng.choice(inner))} = {_toml(rng)}" for _ in range(rng.randint(0, 4))]
    return "\n".join(lines)


def _key(rng: Random, name: str) -> str:
    return name if rng.random() < 0.9 else as_json(rng, nasty(rng, 2))


def _toml(rng: Random) -> str:
    return rng.choice(
        (
            as_json(rng, text(rng, 2)), '"x"', "[1.0, 2.0, 3.0, 4.0]", "[nan, inf, -inf, 1]", "1e400", "9" * 30, "9" * 5000, "true", "[" * 2000,
            "1979-05-27T07:32:00-24:00", "0000-01-01", '["en", "ru"]', "[]", "{}", "{a=1}", '"none"', '"UA"', "-1", "'''\n'''", str(number(rng)),
        )
    )  # fmt: skip


def parameters(rng: Random) -> dict[str, str]:
    names = (
        "side",
        "speaker",
        "kind",
        "certainty",
        "status",
        "source",
        "place",
        "from",
        "to",
        "text",
        "bbox",
        "datetime",
        "page",
        "limit",
        "offset",
        nasty(rng, 1),
    )
    return {name: _parameter(rng) for name in names if rng.random() < 0.25}


def _parameter(rng: Random) -> str:
    return str(
        rng.choice(
            (text(rng, 3), nasty(rng), date(rng), f"{date(rng)}/{date(rng)}", number(rng), "north", "attack", "nan,nan,nan,nan", "1,2,3,4", "170,0,-170,1",
             "-180,-90,180,90", "1e309,0,0,0", "..", "../..", "²", "٣", "x" * 400, "none", "claim", '" OR 1=1 --', 'NEAR("a" "b")', "a* b*", '"', SECRET[:3])
        )
    )  # fmt: skip
