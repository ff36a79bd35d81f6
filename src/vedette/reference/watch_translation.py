"""The table [translation] of the watch file."""

from urllib.parse import urlsplit

from vedette.model.translation import Translator
from vedette.reference.toml_table import Table
from vedette.reference.watch_alerts import is_web_address

_LONGEST_NAME = 60


def parse_translator(table: Table) -> Translator | None:
    """None where no server is named: nothing is translated then."""
    table.only("address", "name", "to")
    if not table.values:
        return None
    address, to = table.text("address"), table.text_or("to", "en").lower()
    if not is_web_address(address):
        raise table.wrong("address", "the http or https address of a LibreTranslate server")
    if len(to) != 2 or not to.isascii() or not to.isalpha():
        raise table.wrong("to", "a language as two letters of ISO 639-1, such as en")
    name = table.text_or("name", urlsplit(address).hostname or "")[:_LONGEST_NAME]
    return Translator(address=address, name=name, to=to)
