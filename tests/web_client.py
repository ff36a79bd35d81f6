"""Asks an application without a network or a server thread."""

import asyncio

import httpx
from fastapi import FastAPI


class Client:
    """Every request runs in an event loop of its own. `base` gives the Host header."""

    def __init__(self, app: FastAPI, base: str = "http://127.0.0.1:8000") -> None:
        self._app = app
        self._base = base

    def get(
        self, address: str, params: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return self.ask("GET", address, params, headers)

    def ask(
        self,
        method: str,
        address: str,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url=self._base) as client:
                return await client.request(method, address, params=params, headers=headers)

        return asyncio.run(asked())

    def post(self, address: str, form: dict[str, str], headers: dict[str, str] | None = None) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url=self._base) as client:
                return await client.post(address, data=form, headers=headers)

        return asyncio.run(asked())
