"""The table [assistant] of the watch file."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from vedette.model.assistant import Assistant, Form
from vedette.reference.toml_table import Table
from vedette.reference.watch_alerts import is_web_address

_LONGEST_NAME = 60
_LONGEST_MODEL = 200
_MOST_REQUESTS, _MOST_TOKENS = 10_000_000, 100_000_000_000


def parse_assistant(table: Table) -> Assistant | None:
    """None where no server is named: no model is asked then."""
    table.only(
        "address", "model", "name", "form", "requests_a_day", "tokens_a_day", "tokens_in_all", "seconds", "characters",
        "answer_tokens",
    )  # fmt: skip
    if not table.values:
        return None
    address, model = table.text("address").rstrip("/"), table.text("model")
    if not is_web_address(address) or urlsplit(address).username or urlsplit(address).query:
        raise table.wrong("address", "the http or https address of a server with OpenAI's protocol, up to /v1")
    if len(model) > _LONGEST_MODEL or not model.isprintable():
        raise table.wrong("model", f"the name of a model, at most {_LONGEST_MODEL} letters")
    name = table.text_or("name", model)
    return Assistant(
        address=address,
        model=model,
        name="".join(letter for letter in name if letter.isprintable())[:_LONGEST_NAME],
        form=_form(table),
        requests_a_day=_number(table, "requests_a_day", 500, 1, _MOST_REQUESTS),
        tokens_a_day=_number(table, "tokens_a_day", 500_000, 1, _MOST_TOKENS),
        tokens_in_all=_number(table, "tokens_in_all", 5_000_000, 1, _MOST_TOKENS),
        seconds=_number(table, "seconds", 120, 1, 3_600),
        characters=_number(table, "characters", 8_000, 500, 200_000),
        answer_tokens=_number(table, "answer_tokens", 4_000, 100, 100_000),
    )


def keeps_secrets(address: str) -> bool:
    """Whether a key may be sent there: over https, or to this machine or a private network."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return True
    try:
        ip = ip_address(host)
    except ValueError:
        return False
    return ip.is_loopback or ip.is_private


def _form(table: Table) -> Form:
    match table.values.get("form", "schema"):
        case "schema":
            return "schema"
        case "object":
            return "object"
        case "free":
            return "free"
    raise table.wrong("form", '"schema", "object" or "free"')


def _number(table: Table, key: str, otherwise: int, least: int, most: int) -> int:
    found = table.values.get(key, otherwise)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise table.wrong(key, f"a whole number from {least:,} to {most:,}")
    return found
