"""JSON as this application gives it."""

import json
from typing import Any

from fastapi.responses import JSONResponse

GEOJSON = "application/geo+json"


class Answer(JSONResponse):
    """JSON in ASCII, so that no text can be taken for anything else."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")
