"""Crates held against RO-Crate 1.1 by the public validator, without a network, in a process of its own.

It asks its cache for the context of RO-Crate and nothing else; the cache is filled here with the context that the
`rocrate` package carries (of 1.3). Prints what is wrong, a list for each crate."""

import io
import json
import sys
from importlib.resources import files

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from rocrate_validator import services
from rocrate_validator.models import Severity
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"


class Carried(HTTPAdapter):
    """Answers with the context of the package."""

    def send(self, request: PreparedRequest, *_: object, **__: object) -> Response:
        body = io.BytesIO(files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes())
        headers = {"Content-Type": "application/ld+json"}
        raw = HTTPResponse(body=body, headers=headers, status=200, preload_content=False, request_url=CONTEXT)
        return self.build_response(request, raw)


def wrong(crate: str, cache: str) -> list[str]:
    result = services.validate(
        {
            "rocrate_uri": crate,
            "profile_identifier": "ro-crate-1.1",
            "requirement_severity": Severity.REQUIRED,
            "offline": True,
            "cache_path": cache,
        }
    )
    assert len(result.executed_checks) > 20
    return [f"{one.violatingEntity or ''}: {one.message}" for one in result.get_issues()]


def main(cache: str, *crates: str) -> None:
    with CachedSession(cache, backend="sqlite") as session:
        session.mount(CONTEXT, Carried())
        session.get(CONTEXT).raise_for_status()
    print(json.dumps([wrong(one, cache) for one in crates]))


if __name__ == "__main__":
    main(*sys.argv[1:])
