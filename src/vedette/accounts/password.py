"""Passwords: which are taken, and how they are kept.

Kept with scrypt of the standard library at the parameters of OWASP's Password Storage Cheat Sheet (N = 2^17, r = 8,
p = 1: 128 MiB a try), which needs no further package; Argon2id would be its first choice, and the stored form names its
parameters, so that it can be changed. What is taken follows NIST SP 800-63B: length, no rules of composition.
"""

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from vedette.model.errors import UsageError

Weakness = Literal["short", "long", "telling", "poor", "common"]

SHORTEST, LONGEST = 12, 128
_LOG2_N, _R, _P = 17, 8, 1
_SALT_BYTES, _KEY_BYTES = 16, 32
_FEWEST_LETTERS = 5
_NOBODY = f"scrypt${_LOG2_N}${_R}${_P}${'A' * 22}==${'A' * 43}="
_SHORT_NAME = 3
# As people bend a word to please a rule.
_BENT = str.maketrans("013457@$!", "oleastasi")


_REASONS: Mapping[Weakness, str] = {
    "short": f"a password has at least {SHORTEST} characters",
    "long": f"a password has at most {LONGEST} characters",
    "telling": "it holds the name of the account",
    "poor": f"it has fewer than {_FEWEST_LETTERS} different characters",
    "common": "it is among the most common",
}


class WeakPasswordError(UsageError):
    """The password is not taken."""

    def __init__(self, weakness: Weakness) -> None:
        self.weakness = weakness
        reason = _REASONS[weakness]
        super().__init__(f"not taken: {reason}; four or five words that do not belong together are a good one")


def as_typed(password: str) -> str:
    """One form of letters that keyboards compose differently."""
    return unicodedata.normalize("NFKC", password)


def hold(password: str, name: str) -> None:
    """WeakPasswordError where a password is not taken for the account `name`."""
    weakness = _weakness(as_typed(password), name)
    if weakness:
        raise WeakPasswordError(weakness)


def _weakness(password: str, name: str) -> Weakness | None:
    folded = password.casefold()
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if len(name) >= _SHORT_NAME and name.casefold() in folded:
        return "telling"
    if len(set(folded)) < _FEWEST_LETTERS:
        return "poor"
    return "common" if _is_common(folded) else None


def _is_common(folded: str) -> bool:
    """Itself, or a common word behind digits and marks, bent, or doubled."""
    closed = "".join(folded.split())
    plain = {closed, closed.strip(_AROUND), closed.rstrip(_AROUND)}
    forms = {bent for form in plain for bent in (form, form.translate(_BENT))}
    halves = {form[: len(form) // 2] for form in forms if form[: len(form) // 2] * 2 == form}
    return not common().isdisjoint(forms | halves) or any(closed in run or closed[::-1] in run for run in _RUNS)


_AROUND = "0123456789_-.,!?#$%&*+=@"
_KEYS = "qwertyuiopasdfghjklzxcvbnm"
_RUNS = (
    "01234567890" * 3,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    _KEYS * 2,
    "1q2w3e4r5t6y7u8i9o0p",
    "йцукенгшщзхъфывапролджэ",
)


@cache
def common() -> frozenset[str]:
    """`common.txt`: what is most often found in published lists of broken passwords, a word a line."""
    text = (files("vedette.accounts") / "common.txt").read_text("utf-8")
    return frozenset(line for line in text.split() if line)


def stored(password: str) -> str:
    """`scrypt$LOG2N$R$P$SALT$KEY`."""
    salt = secrets.token_bytes(_SALT_BYTES)
    key = _key(password, salt, _LOG2_N, _R, _P)
    return "$".join(("scrypt", str(_LOG2_N), str(_R), str(_P), b64encode(salt).decode(), b64encode(key).decode()))


def is_right(password: str, kept: str) -> bool:
    """Takes as long for an empty `kept`, which no password fits: the time does not tell whether a name is known."""
    _, log2_n, r, p, salt, key = (kept or _NOBODY).split("$")
    given = _key(password, b64decode(salt), int(log2_n), int(r), int(p))
    return hmac.compare_digest(given, b64decode(key)) and bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether it was stored with other parameters than are used now."""
    return kept.split("$")[:4] != ["scrypt", str(_LOG2_N), str(_R), str(_P)]


def _key(password: str, salt: bytes, log2_n: int, r: int, p: int) -> bytes:
    typed = as_typed(password)[:LONGEST].encode("utf-8", "surrogatepass")
    needed = 128 * r * (2**log2_n + p + 2)
    return hashlib.scrypt(typed, salt=salt, n=2**log2_n, r=r, p=p, maxmem=needed + 2**20, dklen=_KEY_BYTES)
