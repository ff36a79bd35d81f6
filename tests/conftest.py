"""What every test may rely on, and how tests are shared out between workers."""

import os
import re
import signal
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadGroupScheduling


def pytest_configure(config: pytest.Config) -> None:
    """Ctrl-C reaches the programs that tests start, even where this run was put into the background with it ignored.
    They keep what Python compiles: hundreds of them start, and each would compile the whole product anew."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # Also where the plug-in that knows it is left out.
    config.addinivalue_line("markers", "xdist_group(name): tests that stay with one worker")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "LoadGroupScheduling | None":
    """With `--dist loadgroup`, tests of one file stay with one worker, and files of one `xdist_group` too, so that what
    they prepare is prepared once. Files go out as they are collected: the acceptance tests, which are long, first, and
    many short ones at the end."""
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    class ByFile(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(config.rootpath / nodeid.split("::")[0])

    config.option.loadscopereorder = False
    return ByFile(config, log)


@cache
def _group(file: Path) -> str:
    """Read from the file: the suffix by which xdist 3.8 tells groups is lost on items of pytest 9.2."""
    named = re.search(r'xdist_group\("(\w+)"\)', file.read_text("utf-8"))
    return named[1] if named else str(file)
