"""What every test may rely on."""

import signal
import threading


def pytest_configure() -> None:
    """Ctrl-C reaches the programs that tests start, even where this run was put into the background with it ignored."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
