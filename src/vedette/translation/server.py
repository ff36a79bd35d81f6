"""Asks a server that speaks LibreTranslate's protocol (`POST /translate`)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import httpx

from vedette.model.errors import CaptureError
from vedette.model.translation import Translation, Translator

_TIMEOUT_S = 60.0
_LARGEST = 4_000_000
# What is many times as long as what was asked is no translation.
_TIMES, _AND = 6, 200


class Server:
    """The address is the one its owner named: no redirect is followed, and no proxy of the environment asked. `key` is
    sent along where the server wants one."""

    def __init__(self, translator: Translator, key: str = "", transport: httpx.BaseTransport | None = None) -> None:
        self._translator = translator
        self._key = key
        self._client = httpx.Client(
            trust_env=False, follow_redirects=False, timeout=_TIMEOUT_S, transport=transport, verify=True
        )

    def translate(self, words: Sequence[str], language: str, now: Callable[[], datetime]) -> list[Translation]:
        """In the order given. Raises CaptureError with what is wrong and what to do."""
        told = self._ask({"q": list(words), "source": language, "target": self._translator.to, "format": "text"})
        found = told.get("translatedText")
        if not isinstance(found, list) or len(found) != len(words) or not all(isinstance(one, str) for one in found):
            raise CaptureError(
                f"{self._translator.address} answered something else than {len(words)} translations; "
                "is it LibreTranslate?"
            )
        moment = now()
        return [
            Translation(
                of=of,
                language=language,
                to=self._translator.to,
                words=said[: _TIMES * len(of) + _AND],
                by=self._translator.name,
                made=moment,
            )
            for of, said in zip(words, found, strict=True)
        ]

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        if self._key:
            question = {**question, "api_key": self._key}
        address = f"{self._translator.address.rstrip('/')}/translate"
        try:
            with self._client.stream("POST", address, json=question) as answer:
                body = _bounded(answer, address)
            told = httpx.Response(answer.status_code, content=body).json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
            raise CaptureError(
                f"{address} cannot be asked ({error or type(error).__name__}); is the server running? "
                "What was translated before is kept"
            ) from error
        if answer.status_code != 200 or not isinstance(told, dict):
            said = told.get("error") if isinstance(told, dict) else None
            words = str(said or "no translation")
            words = words.replace(self._key, "(key)") if self._key else words
            raise CaptureError(f"{address} answered {answer.status_code}: {words[:200]}")
        return told

    def close(self) -> None:
        self._client.close()


def _bounded(answer: httpx.Response, address: str) -> bytes:
    body = b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > _LARGEST:
            raise CaptureError(f"{address} answered more than {_LARGEST // 1_000_000} MB; is it LibreTranslate?")
    return body
