"""The process in which files are decoded: a request a line on standard input, answers on standard output.

An answer is a line of JSON, with `bytes` of payload after it; the last of a file has `more` false and perhaps `error`.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

Answer = tuple[dict[str, Any], bytes]


def main() -> None:
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the answers
    for line in sys.stdin.buffer:
        error = None
        try:
            for head, payload in _answer(json.loads(line)):
                _write(answers, head | {"more": True, "bytes": len(payload)}, payload)
        except MemoryError:
            error = "left out, it needs more memory than it is given"
        except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, RuntimeError) as raised:
            error = _one_line(raised)
        _write(answers, {"more": False, "error": error}, b"")


def _answer(request: dict[str, Any]) -> Iterator[Answer]:
    """Pictures are told by their own first bytes, not by their names."""
    from vedette.observe.media import picture, video

    path, limits = request["path"], request["limits"]
    still = picture.opens(path)
    match request["question"]:
        case "frames" if still:
            yield picture.read(path, request["longest"], limits["pixels"])
        case "frames":
            yield from video.read(path, request["per_second"], request["longest"], limits)
        case "sound":
            yield from () if still else video.listen(path, request["rate"])
        case "about":
            yield (picture.about(path) if still else video.about(path)), b""


def _write(answers: Any, head: dict[str, Any], payload: bytes) -> None:
    answers.write(json.dumps(head).encode() + b"\n")
    answers.write(payload)
    answers.flush()


def _one_line(raised: Exception) -> str:
    """What the library says, without the path: the caller names it."""
    text = getattr(raised, "strerror", None) or str(raised) or type(raised).__name__
    return " ".join(str(text).split())[:200]


if __name__ == "__main__":
    main()
