"""Media files of Telegram's HTML export, each with the message it came with."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree, html

from vedette.collect.attached import inside, is_media
from vedette.collect.file import file_item
from vedette.collect.item import Item
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED
from vedette.model.telegram_page import LARGEST_PAGE, PageMessage, page_messages


def attached_page(page: Path, payload: bytes, identity: int | None = None) -> Iterator[Item]:
    """In the order of the messages. What is not there, or lies outside the export's folder, is passed over."""
    if len(payload) > LARGEST_PAGE:
        return
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=False)
    try:
        tree = html.document_fromstring(payload, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    folder = page.absolute().parent
    for message in page_messages(tree, identity):
        yield from _items(message, folder)


def _items(message: PageMessage, folder: Path) -> Iterator[Item]:
    moment = message.moment
    headers = ((MESSAGE, message.origin), (CHANNEL, message.channel))
    headers = (*headers, *(((PUBLISHED, moment.isoformat()),) if moment else ()))
    for name in message.media:
        path = inside(folder, unquote(name))
        if path is not None and is_media(path):
            found = file_item(path)
            yield Item(address=found.address, name=found.name, open=found.open, headers=headers)
