"""Who published a document, by the capture, the watch, and the document's own word, in that order."""

from vedette.model.capture import CHANNEL, Capture
from vedette.model.ids import SourceId
from vedette.model.publisher import host_names, publisher
from vedette.model.source import UNKNOWN, Source, slug
from vedette.model.watch import Watch
from vedette.read.draft import Publisher


def source_of(capture: Capture, by: Publisher, watch: Watch) -> Source:
    """A source of the watch, or a new one that speaks for no side."""
    if capture.source:
        known = next((source for source in watch.sources if source.id == capture.source), None)
        return known or Source(id=capture.source, name=capture.header(CHANNEL) or capture.source)
    hosts = host_names(capture.address)
    found = publisher((*hosts, *by.names, by.host, by.name), watch.sources)
    return found or _new(by, hosts[0] if hosts else by.host)


def _new(by: Publisher, host: str | None) -> Source:
    name = by.name or host
    if not name:
        return UNKNOWN
    key = host or name
    return Source(id=SourceId(slug(key)), name=name, kind=by.kind, match=tuple(dict.fromkeys((key, name))))
