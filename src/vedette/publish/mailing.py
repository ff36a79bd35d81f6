"""Mail through a server of the user's own."""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from vedette.model.alert import TLS_AT_ONCE, Mail
from vedette.model.errors import DeliveryError
from vedette.publish.deadline import within


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """Sends one letter at a time. `context` None verifies certificates against those of the system."""

    mail: Mail
    environ: Mapping[str, str]
    timeout_s: float = 20.0
    longest_s: float = 60.0
    context: ssl.SSLContext | None = None

    def send(self, message: EmailMessage) -> None:
        """Raises DeliveryError. Once the server has taken it, whatever follows is no failure."""
        password = self._password()
        server = f"{self.mail.host}:{self.mail.port}"
        try:
            within(self.longest_s, lambda: self._send(message, password))
        except smtplib.SMTPRecipientsRefused as error:
            raise DeliveryError(f"{server} refuses the address ({_answer(error)}); correct `to`") from error
        except smtplib.SMTPSenderRefused as error:
            raise DeliveryError(f"{server} refuses {self.mail.sender} ({_answer(error)}); correct `from`") from error
        except smtplib.SMTPAuthenticationError as error:
            line = f"{server} refuses the password; check `user` and ${self.mail.password_env}"
            raise DeliveryError(line, dead=True) from error
        except smtplib.SMTPDataError as error:
            raise DeliveryError(f"{server} refuses the letter ({_answer(error)}); ask whoever runs it why") from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError(f"{server} offers no {_wanted(error)}; see [mail] in watch.toml", dead=True) from error
        except ssl.SSLCertVerificationError as error:
            reason = f"{server} shows a certificate that cannot be verified ({error.verify_message}); check `host`"
            raise DeliveryError(reason, dead=True) from error
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise DeliveryError(
                f"{server} cannot be reached ({cause(error)}); see [mail] in watch.toml", dead=True
            ) from error

    def _password(self) -> str:
        if not self.mail.user:
            return ""
        found = self.environ.get(self.mail.password_env, "")
        if not found:
            line = f"the environment variable {self.mail.password_env} holds no password for {self.mail.user}; set it"
            raise DeliveryError(line, dead=True)
        return found

    def _send(self, message: EmailMessage, password: str) -> None:
        server = self._connected()
        try:
            if self.mail.starttls and self.mail.port != TLS_AT_ONCE:
                server.starttls(context=self._context())
            if self.mail.user:
                server.login(self.mail.user, password)
            server.send_message(message)
        except BaseException:
            server.close()
            raise
        # It is taken: a server that hangs up badly changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()

    def _connected(self) -> smtplib.SMTP:
        host, port = self.mail.host, self.mail.port
        if port == TLS_AT_ONCE:
            return smtplib.SMTP_SSL(host, port, timeout=self.timeout_s, context=self._context())
        return smtplib.SMTP(host, port, timeout=self.timeout_s)

    def _context(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


def _answer(error: smtplib.SMTPException) -> str:
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return _told(code, words)
        case smtplib.SMTPResponseException():
            return _told(error.smtp_code, error.smtp_error)
    return cause(error)


def _told(code: int, words: bytes | str) -> str:
    told = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {told[:200]}"


def _wanted(error: smtplib.SMTPNotSupportedError) -> str:
    return "STARTTLS" if "STARTTLS" in str(error) else "log-in"


def cause(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
