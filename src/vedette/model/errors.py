"""One small tree of errors. Every message says what happened and what to do next, in one line."""


class VedetteError(Exception):
    """Base of everything Vedette raises on purpose. `exit_code` is the process status of the command line."""

    exit_code = 1


class UsageError(VedetteError):
    """The user asked for something that cannot be; nothing was changed."""

    exit_code = 2


class WorkspaceError(VedetteError):
    """The workspace is missing, locked, damaged or of a newer version."""

    exit_code = 3


class BusyError(WorkspaceError):
    """Another run is at work in the workspace: it passes."""


class FullError(WorkspaceError):
    """The disk under the workspace has no room left: the machine's fault, not the workspace's."""

    exit_code = 1


class CaptureError(VedetteError):
    """Bytes could not be fetched or stored."""

    exit_code = 4


class AnswerError(CaptureError):
    """A server answered, but not with what was asked for. `wait_s` is how long it asks to be left alone."""

    def __init__(self, line: str, *, status: int, wait_s: float = 0.0) -> None:
        super().__init__(line)
        self.status = status
        self.wait_s = wait_s


class ReadError(VedetteError):
    """A capture holds no text that could be read."""

    exit_code = 5


class IntegrityError(VedetteError):
    """What is stored is not what was stored."""

    exit_code = 6


class DeliveryError(VedetteError):
    """A letter or a post was not taken. `dead`: nobody there takes anything now."""

    def __init__(self, line: str, *, dead: bool = False) -> None:
        super().__init__(line)
        self.dead = dead
