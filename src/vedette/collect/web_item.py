"""What was fetched from the web, as an item."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from vedette.collect.address import Fetched
from vedette.collect.item import Item
from vedette.collect.mail.message import held


def web_item(fetched: Fetched) -> Item:
    return Item(
        address=fetched.address,
        name=PurePosixPath(urlsplit(fetched.address).path).name,
        open=lambda: held(fetched.payload),
        declared=fetched.declared,
        headers=fetched.headers,
    )
