"""A Telegram channel followed: what is new, edited, gone; and what Telethon gives of a message."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from vedette.collect.collector import Given, Gone, Mark
from vedette.collect.item import Item
from vedette.collect.telegram import WITHDRAWN, About, FloodError, TelegramChannel, Told
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.errors import CaptureError
from vedette.model.ids import CaptureId
from vedette.model.media import MediaType
from vedette.read.draft import Draft
from vedette.read.stage import read

NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)
THEN = datetime(2024, 5, 12, 10, 11, 12, tzinfo=UTC)


@dataclass
class Recorded:
    """A channel that answers from what was recorded; `floods` are seconds to wait, one an asking."""

    messages: dict[int, Told]
    floods: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if self.floods:
            seconds = self.floods.pop(0)
            if seconds:
                raise FloodError(seconds)

    def about(self) -> About:
        self._note("about")
        return About(number=42, title="Bridge Watch", username="bridgewatch")

    def since(self, last: int, most: int) -> Sequence[Told]:
        self._note(f"since {last}")
        return [one for number, one in sorted(self.messages.items()) if number > last][:most]

    def latest(self, most: int) -> Sequence[Told]:
        self._note(f"latest {most}")
        return [one for _, one in sorted(self.messages.items())][-most:]

    def these(self, numbers: Sequence[int]) -> Sequence[Told | None]:
        self._note("these")
        return [self.messages.get(number) for number in numbers]

    def fetch(self, number: int, folder: Path) -> Path | None:
        self._note(f"fetch {number}")
        path = folder / f"telegram-{number}.jpg"
        path.write_bytes(b"\xff\xd8\xff\xe0JFIF")
        return path


def message(number: int, text: str = "Shelling near the mill.", **more: Any) -> Told:
    return Told(number=number, date=THEN + timedelta(minutes=number), text=text, **more)


def recorded(*messages: Told) -> Recorded:
    return Recorded(messages={one.number: one for one in messages})


def follow(tmp_path: Path, channel: Recorded, **more: Any) -> TelegramChannel:
    @contextmanager
    def opened() -> Iterator[Recorded]:
        yield channel

    return TelegramChannel(
        name="bridgewatch", open=opened, folder=tmp_path, clock=lambda: NOW, pause=lambda _: None, **more
    )


@dataclass
class Round:
    items: list[tuple[Item, bytes]] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""

    @property
    def drafts(self) -> list[Draft]:
        made = [
            Capture(
                id=CaptureId("c"), sha256="", size=0, address=item.address, fetched=NOW, media_type=item.media or ""
            )
            for item, _ in self.items
        ]
        told = [(one, payload) for one, (_, payload) in zip(made, self.items, strict=True) if one.media_type]
        return [draft for one, payload in told for draft in read(one, payload).drafts]


def go(source: TelegramChannel, memory: dict[str, Any] | None = None) -> Round:
    done = Round(memory=dict(memory or {}))
    one: Given
    try:
        for one in source.collect(done.memory):
            match one:
                case Item():
                    with one.open() as handle:
                        done.items.append((one, handle.read()))
                case Gone():
                    done.gone.append(one)
                case Mark():
                    done.memory = dict(one.memory)
    except CaptureError as error:
        done.trouble = str(error)
    return done


def test_new_messages_are_read_as_an_export_is(tmp_path: Path) -> None:
    """Under the same names as in a saved export of the channel, with forwards, replies and signatures."""
    second = message(3, "Передано.", forwarded_from="Other", answers=2, author="M. K.", file="clip.mp4")
    found = go(follow(tmp_path, recorded(message(2), second)))
    [item, media] = [one for one, _ in found.items]
    assert (item.media, item.names) == (MediaType.TELEGRAM, ("bridgewatch", "bridgewatch", "Bridge Watch"))
    first, other = found.drafts
    assert (first.origin, first.text) == ("telegram:42/2", "Shelling near the mill.")
    assert first.published is not None
    assert first.published.start == THEN + timedelta(minutes=2)
    assert (other.forwarded_from, other.reply_to, other.author) == ("Other", first.origin, "M. K.")
    assert dict(media.headers) == {
        MESSAGE: "telegram:42/3",
        CHANNEL: "Bridge Watch",
        PUBLISHED: (THEN + timedelta(minutes=3)).isoformat(),
    }
    assert found.memory["last"] == 3
    assert list(tmp_path.iterdir()) == []


def test_the_next_round_asks_from_there(tmp_path: Path) -> None:
    """Nothing that is the same comes again."""
    channel = recorded(message(2), message(3))
    before = go(follow(tmp_path, channel))
    again = go(follow(tmp_path, channel), before.memory)
    assert (again.items, again.gone, again.memory) == ([], [], before.memory)
    channel.messages[7] = message(7, "New.")
    assert [one.text for one in go(follow(tmp_path, channel), before.memory).drafts] == ["New."]
    assert "since 3" in channel.asked


def test_an_edit_is_another_version(tmp_path: Path) -> None:
    """Of the same message, with the time of its edit; told once."""
    channel = recorded(message(2), message(3))
    before = go(follow(tmp_path, channel))
    channel.messages[2] = replace(
        channel.messages[2], text="Shelling near the church.", edited=THEN + timedelta(hours=1)
    )
    after = go(follow(tmp_path, channel), before.memory)
    [draft] = after.drafts
    assert (draft.origin, draft.text, draft.modified) == (
        "telegram:42/2",
        "Shelling near the church.",
        THEN + timedelta(hours=1),
    )
    assert go(follow(tmp_path, channel), after.memory).items == []


def test_a_deletion_is_noted_and_nothing_removed(tmp_path: Path) -> None:
    """With the time it was noticed; once."""
    channel = recorded(message(2), message(3))
    before = go(follow(tmp_path, channel))
    del channel.messages[2]
    after = go(follow(tmp_path, channel), before.memory)
    assert after.gone == [Gone(origin="telegram:42/2", seen=NOW, why=WITHDRAWN)]
    assert go(follow(tmp_path, channel), after.memory).gone == []


def test_a_short_wait_is_waited_and_a_long_one_put_off(tmp_path: Path) -> None:
    """What came before is kept and marked; until then Telegram is not asked again."""
    channel = recorded(message(2))
    channel.floods = [5]
    waited: list[float] = []
    assert go(replace(follow(tmp_path, channel), pause=waited.append)).drafts
    assert waited == [5]
    channel = recorded(*(message(number) for number in range(2, 300)))
    channel.floods = [0, 0, 0, 3600]
    found = go(follow(tmp_path, channel))
    assert "asks to wait 60 min" in found.trouble
    assert len(found.drafts) == 200
    assert found.memory["last"] == 201
    asked = len(channel.asked)
    refused = go(follow(tmp_path, channel), found.memory)
    assert ("until 2024-06-01 10:00 UTC" in refused.trouble, len(channel.asked)) == (True, asked)
    later = replace(follow(tmp_path, channel), clock=lambda: NOW + timedelta(hours=2))
    rest = go(later, found.memory)
    assert (len(rest.drafts), "not_before" in rest.memory) == (98, False)


def test_a_channel_of_years_begins_with_its_last_messages(tmp_path: Path) -> None:
    """Bounded in the first round, and in every later one."""
    channel = recorded(*(message(number) for number in range(1, 400)))
    found = go(follow(tmp_path, channel, first=50, watched=20))
    assert [found.drafts[0].origin, found.drafts[-1].origin] == ["telegram:42/350", "telegram:42/399"]
    assert len(found.memory["stamps"]) == 20


@settings(max_examples=40, deadline=None)
@cases(
    st.lists(
        st.tuples(
            st.sampled_from(["new", "edit", "delete", "round"]), st.integers(1, 12), st.text(min_size=1, max_size=8)
        )
    )
)
def test_following_ends_where_the_channel_is(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, str]]
) -> None:
    """Whatever happens between rounds: what was taken of each message is what it says, and the gone are told."""
    channel, memory = recorded(message(100, "start")), dict[str, Any]()
    seen: dict[str, str] = {}
    highest = 100
    folder = tmp_path_factory.mktemp("media")
    for move, number, text in [*moves, ("round", 0, "")]:
        words = "".join(each for each in text if each.isalnum()) or "x"
        match move:
            case "new":
                highest += number
                channel.messages[highest] = message(highest, words)
            case "edit" if channel.messages:
                one = list(channel.messages)[number % len(channel.messages)]
                channel.messages[one] = replace(channel.messages[one], text=words, edited=NOW)
            case "delete" if channel.messages:
                del channel.messages[list(channel.messages)[number % len(channel.messages)]]
            case "round":
                done = go(follow(folder, channel), memory)
                memory = done.memory
                seen.update((str(draft.origin), draft.text) for draft in done.drafts)
                for gone in done.gone:
                    seen.pop(gone.origin)
    held = {
        f"telegram:42/{number}": one.text for number, one in channel.messages.items() if number <= memory.get("last", 0)
    }
    assert {origin: text for origin, text in seen.items() if origin in held} == held
    assert set(seen) == set(held)


def test_what_telethon_gives_becomes_ours() -> None:
    """Text, times, edits, replies, signatures; a hidden edit (a new count of views) is none."""
    types = pytest.importorskip("telethon.tl.types")
    from vedette.collect.telethon import told

    made = types.Message(
        id=7,
        peer_id=types.PeerChannel(42),
        date=THEN,
        message="Shelling.",
        edit_date=NOW,
        post_author="M. K.",
        reply_to=types.MessageReplyHeader(reply_to_msg_id=5),
    )
    assert told(made) == Told(number=7, date=THEN, text="Shelling.", edited=NOW, answers=5, author="M. K.")
    made.edit_hide = True
    assert told(made).edited is None


@dataclass
class Client:
    """As much of Telethon's client as is asked, from what was recorded."""

    error: Exception | None = None
    signed_in: bool = True
    calls: list[str] = field(default_factory=list)

    async def connect(self) -> None:
        self.calls.append("connect")

    async def is_user_authorized(self) -> bool:
        return self.signed_in

    async def get_entity(self, name: str) -> Any:
        if self.error:
            raise self.error
        return type("Entity", (), {"id": 42, "title": "Bridge  Watch", "username": name})()


def test_trouble_with_telethon_is_one_line() -> None:
    """A flood is told as a wait, whatever else as what to do."""
    errors = pytest.importorskip("telethon.errors")
    from vedette.collect.telethon import TelethonChannel

    with asyncio.Runner() as runner:

        def channel(client: Client) -> TelethonChannel:
            return TelethonChannel(client=client, run=runner.run, name="bridgewatch")

        assert channel(Client()).about() == About(number=42, title="Bridge Watch", username="bridgewatch")
        with pytest.raises(FloodError) as flood:
            channel(Client(error=errors.FloodWaitError(request=None, capture=90))).about()
        assert flood.value.seconds == 90
        with pytest.raises(CaptureError, match=r"t\.me/bridgewatch: Telegram did not answer"):
            channel(Client(error=errors.ChannelPrivateError(request=None))).about()
        with pytest.raises(CaptureError, match="signed in no longer"):
            channel(Client(signed_in=False)).enter()


def test_secrets_are_never_shown() -> None:
    """Nor is a session that is none taken for one."""
    pytest.importorskip("telethon")
    from vedette.collect.telethon import Account, telethon_channel

    account = Account(api_id=1, api_hash="hash-secret", session="session-secret")
    assert "secret" not in repr(account)
    with pytest.raises(CaptureError, match="session is none") as found, telethon_channel(account, "bridgewatch"):
        pass
    assert "secret" not in str(found.value)
