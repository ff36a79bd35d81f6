"""A workspace whose ledger lies on a server: moved there, and opened to roles. Puts store and watch file together."""

from pathlib import Path

from vedette.model.errors import UsageError
from vedette.ports import Progress
from vedette.reference.watchfile import store_url, watch_text
from vedette.workspace import STORE, WATCH, open_server, require_workspace, write_whole

_TABLE = '\n[store]\n# Without a password: that is found in PGPASSWORD, in ~/.pgpass, or in a service.\nurl = "{url}"\n'


def move_store(path: Path, url: str, progress: Progress) -> int:
    """From the file to an empty database of a server. How many rows. The file stays, and is not used any more."""
    require_workspace(path)
    text = watch_text(path / WATCH)
    if store_url(text, WATCH):
        raise UsageError(f"{path / WATCH}: [store] names a server already; only a file can be moved")
    moved = text.rstrip("\n") + "\n" + _TABLE.format(url=url.replace("\\", "\\\\").replace('"', '\\"'))
    # Refused before anything is made, where it is no address.
    store_url(moved, "--to")
    open_server(url, create=True).close()
    from vedette.store.lock import held
    from vedette.store.moving import move

    with held((path / STORE).with_suffix(".lock")):
        rows = move(path / STORE, url, progress)
        write_whole(path / WATCH, moved)
    return rows


def make_roles(path: Path) -> str:
    """Where they were made. Whoever asks must be allowed to make roles there."""
    require_workspace(path)
    url = store_url(watch_text(path / WATCH), WATCH)
    if not url:
        raise UsageError(f"{path / WATCH}: no [store] names a server, and a file has no roles; see `vedette move`")
    store = open_server(url)
    try:
        store.make_roles()
        return store.place
    finally:
        store.close()


def roles_sql() -> str:
    from vedette.store.queries import script

    return script("roles")
