"""Asks a server that speaks OpenAI's protocol (`POST …/chat/completions`)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from vedette.assistant.answered import Answered, NoAnswerError, UnusableError, guess_tokens
from vedette.model.assistant import Assistant
from vedette.model.errors import AnswerError, CaptureError

_LARGEST = 2_000_000
_LONGEST_TOLD = 160
_LONGEST_WAIT_S = 86_400


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct, frozen=True):
    total_tokens: int = 0


class _Completion(msgspec.Struct, frozen=True):
    choices: list[_Choice]
    usage: _Usage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The address is the one its owner named: no redirect is followed, no proxy of the environment asked, and no link
    of an answer opened. `key` goes into the header alone."""

    assistant: Assistant
    schema: Mapping[str, Any]
    key: str = ""
    transport: httpx.AsyncBaseTransport | None = None

    def ask(self, messages: Sequence[Mapping[str, str]]) -> Answered:
        """Raises UnusableError, NoAnswerError, AnswerError or, where nobody is there, CaptureError."""
        return asyncio.run(self._within_time(msgspec.json.encode(self._question(messages))))

    @property
    def _address(self) -> str:
        return f"{self.assistant.address}/chat/completions"

    async def _within_time(self, question: bytes) -> Answered:
        seconds = self.assistant.seconds
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(question)
        except (TimeoutError, httpx.TimeoutException):
            line = f"{self._address} gave no whole answer within {seconds:g} s"
            raise NoAnswerError(line, tokens=guess_tokens(len(question))) from None
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            line = f"{self._address} broke off ({_told(str(error)) or 'no more came'})"
            raise NoAnswerError(line, tokens=guess_tokens(len(question))) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, OSError) as error:
            why = _told(str(error)) or type(error).__name__
            raise CaptureError(f"{self._address} cannot be asked ({why}); is the server running?") from None

    async def _ask(self, question: bytes) -> Answered:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        # Certificates take a while to load, and plain http shows none; no redirect leads from it to https.
        secure = self.assistant.address.startswith("https:")
        async with (
            httpx.AsyncClient(
                trust_env=False,
                follow_redirects=False,
                timeout=self.assistant.seconds,
                transport=self.transport,
                verify=secure,
            ) as client,
            client.stream("POST", self._address, content=question, headers=headers) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise await _refusal(answer, self._address, self.key)
            body = await _bounded(answer, self._address, guess_tokens(len(question)) + self.assistant.answer_tokens)
        return _answered(self._address, answer.headers.get("content-type", ""), body, len(question))

    def _question(self, messages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        told = {
            "model": self.assistant.model,
            "messages": messages,
            "temperature": 0,
            "seed": 0,
            "stream": False,
            "max_tokens": self.assistant.answer_tokens,
        }
        match self.assistant.form:
            case "schema":
                shape = {"name": "statements", "strict": True, "schema": self.schema}
                return {**told, "response_format": {"type": "json_schema", "json_schema": shape}}
            case "object":
                return {**told, "response_format": {"type": "json_object"}}
        return told


def _answered(address: str, declared: str, body: bytes, asked: int) -> Answered:
    """A token is at least a byte: what a server claims beyond that is not believed."""
    most = asked + len(body)
    if not declared.partition(";")[0].strip().lower().endswith("json"):
        line = f"{address} answered {_told(declared) or 'something'} where JSON was asked for"
        raise NoAnswerError(line, tokens=guess_tokens(most))
    try:
        told = msgspec.json.decode(body, type=_Completion)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        why = _told(str(error)) or type(error).__name__
        raise NoAnswerError(f"{address} answered no completion ({why})", tokens=guess_tokens(most)) from None
    spent = told.usage.total_tokens if told.usage else 0
    tokens = min(spent, most) if spent > 0 else guess_tokens(most)
    if not told.choices or not told.choices[0].message.content:
        raise UnusableError("answered nothing", tokens=tokens)
    if told.choices[0].finish_reason == "length":
        raise UnusableError("was cut off in its answer; raise answer_tokens or lower characters", tokens=tokens)
    return Answered(content=told.choices[0].message.content, tokens=tokens)


async def _bounded(answer: httpx.Response, address: str, charged: int) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > _LARGEST:
            line = f"{address} answered more than {_LARGEST // 1_000_000} MB"
            raise NoAnswerError(line, tokens=charged)
    return bytes(body)


async def _refusal(answer: httpx.Response, address: str, key: str) -> AnswerError:
    """What it says of itself, shortened, without the key that was sent."""
    try:
        said = (await _bounded(answer, address, 0)).decode("utf-8", "replace")
    except NoAnswerError:
        said = ""
    said = said.replace(key, "(key)") if key else said
    wait = answer.headers.get("retry-after", "").strip()
    seconds = min(int(wait), _LONGEST_WAIT_S) if wait.isascii() and wait.isdigit() and len(wait) < 9 else 0
    line = f"{address} answered {answer.status_code}{f': {_told(said)}' if said.strip() else ''}"
    return AnswerError(line, status=answer.status_code, wait_s=float(seconds))


def _told(words: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words[:1_000]).split())[
        :_LONGEST_TOLD
    ]
