"""The page of an export with evidence: plain HTML that stands alone, without script, style of others or network."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from vedette.evidence.dossier import Dossier, Proof, Said
from vedette.model.document import Document
from vedette.model.event import Event

_STYLE = Markup(
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;text-align:left;padding:.3rem .5rem;"
    "vertical-align:top;overflow-wrap:anywhere}code{font-size:.85em}.quiet{color:#555}blockquote{margin:.5rem 0;"
    "padding-left:1rem;border-left:3px solid #999}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(dossier: Dossier) -> str:
    body = Markup("").join(_parts(dossier))
    head = Markup(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{}"><title>{}</title><style>{}</style></head><body>'
    ).format(_POLICY, dossier.title, _STYLE)
    return f"{head}{body}</body></html>\n"


def _parts(dossier: Dossier) -> Iterator[Markup]:
    yield Markup("<h1>{}</h1><p>{}</p>").format(dossier.title, dossier.about)
    if dossier.notice:
        yield Markup("<p><strong>{}</strong></p>").format(dossier.notice)
    yield Markup('<p class="quiet">Exported {} UTC by {} with Vedette {}.</p>').format(
        f"{dossier.made:%Y-%m-%d %H:%M:%S}", dossier.by, dossier.version
    )
    if dossier.policy:
        yield Markup("<h2>What is held back</h2>") + _list(dossier.policy)
    texts: dict[str, Document] = {one.id: one for one in dossier.documents}
    if dossier.events:
        yield Markup("<h2>Events, as they are told</h2>")
        yield from (_event(one, dossier.said, texts) for one in dossier.events)
    yield Markup("<h2>Statements</h2>") + _table(
        ("Words", "Who says so", "How sure", "In"), [_said(one, texts) for one in dossier.said]
    )
    if dossier.observations:
        yield Markup("<h2>Observations</h2>") + _table(
            ("Kind", "What was seen", "Method"), [(one.kind, one.note, one.method) for one in dossier.observations]
        )
    yield Markup("<h2>Captures and their proof</h2>") + _table(
        ("Capture", "Taken", "Bytes", "Daily root"), [_capture(one) for one in dossier.proofs]
    )
    yield Markup(
        "<h2>How to check this</h2><p><code>vedette verify</code> with this folder or its ZIP; or any tool for BagIt"
        " for the files, <code>openssl ts -verify</code> and <code>ots verify</code> for the time-stamps beside the"
        " daily roots in <code>proof/roots</code>. A match proves that nothing was changed since; not that what is said"
        " is true.</p>"
    )


def _event(event: Event, said: Iterable[Said], texts: dict[str, Document]) -> Markup:
    where = event.place.name if event.place else "place not known"
    when = f"{event.when.first_day} to {event.when.last_day}" if event.when else "day not known"
    told = set(event.statements)
    quoted = [
        Markup("<blockquote>{}<br><span class=quiet>{}</span></blockquote>").format(one.words, _speaker(one))
        for one in said
        if one.statement.id in told
    ]
    head = Markup("<h3>{} · {} · {} · {}</h3><p class=quiet><code>{}</code></p>").format(
        event.subtype or event.plover, where, when, event.assessment.status, event.id
    )
    return head + _list(event.assessment.reasons) + Markup("").join(quoted)


def _speaker(one: Said) -> str:
    return one.statement.speaker.name if one.statement.speaker else "the outlet itself"


def _said(one: Said, texts: dict[str, Document]) -> tuple[object, ...]:
    document = texts[one.span.document]
    link = Markup('<a href="documents/{}.txt">{}</a>, {}–{}').format(
        document.id, document.title or document.label, one.span.start, one.span.end
    )
    return one.words, _speaker(one), one.statement.certainty, link


def _capture(one: Proof) -> tuple[object, ...]:
    if one.capture is None:
        return Markup("<em>{}</em> <code>{}</code>").format(one.withheld, one.chain), "", "", one.root or "none yet"
    name = Markup("{}<br><code>{}</code>").format(one.capture.address, one.capture.sha256)
    held = Markup('<a href="{}">{}</a>').format(one.file, one.capture.size) if one.file else one.withheld
    return name, f"{one.capture.fetched:%Y-%m-%d %H:%M:%S} UTC", held, one.root or "none yet"


def _list(lines: Iterable[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines))


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Markup:
    top = Markup("").join(Markup("<th>{}</th>").format(one) for one in heads)
    lines = (Markup("").join(Markup("<td>{}</td>").format(escape(cell)) for cell in row) for row in rows)
    body = Markup("").join(Markup("<tr>{}</tr>").format(line) for line in lines)
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(top, body)
