"""A signed manifest (C2PA) in a file: whether it fits the bytes, and who says what in it. Nothing is asked of the
network, and no list of trusted signers is kept: the name of a signer is its certificate's own word."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from vedette.model.capture import MESSAGE, Capture
from vedette.model.errors import ReadError
from vedette.model.interval import Interval
from vedette.model.observation import Finding, Observation, observation_id
from vedette.model.watch import Watch
from vedette.observe.sense import Findings
from vedette.reference.english import day

METHOD, VERSION = "c2pa", "1"

# An untrusted signer is no failure here: whom to trust is for the reader to say.
_SETTINGS = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_reading": True},
    "core": {"allowed_network_hosts": [], "decode_identity_assertions": False},
}
_EXPECTED = "signingCredential.untrusted"
_TORN = frozenset({"assertion.missing", "claim.missing", "claimSignature.missing"})
_UNSURE = {
    "signingCredential.expired": "the certificate was not valid any more, or no trusted clock says when it was signed",
    "claimSignature.outsideValidity": "it was signed outside the days for which its certificate is valid",
    "signingCredential.invalid": "the certificate is not one for signing such manifests",
    "signingCredential.ocsp.revoked": "the certificate was revoked",
}
_MADE_BY = {
    "digitalCapture": "a camera",
    "computationalCapture": "a camera, out of several exposures",
    "screenCapture": "a recording of a screen",
    "trainedAlgorithmicMedia": "a generative model",
    "compositeWithTrainedAlgorithmicMedia": "a generative model in part",
    "algorithmicMedia": "a program",
}
_MOST, _LONGEST = 8, 60


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """No manifest, no observation: most networks strip it, and its absence tells nothing."""
    seen = observed(path, capture)
    return Findings(observations=(seen,) if seen else ())


def observed(path: Path, capture: Capture) -> Observation | None:
    import c2pa

    try:
        context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
        with path.open("rb") as stream, c2pa.Reader(capture.media_type, stream, context=context) as reader:
            found = json.loads(reader.json())
    except c2pa.C2paError as error:
        reason = _unread(str(error))
        return _made(capture, "cannot-tell", reason) if reason else None
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror})") from error
    return judged(found if isinstance(found, Mapping) else {}, capture)


def judged(found: Mapping[str, Any], capture: Capture) -> Observation:
    """`found` is the report of the C2PA library; what the manifest says in it is anybody's."""
    manifest = _table(_table(found, "manifests").get(str(found.get("active_manifest"))))
    active = _table(found, "validation_results", "activeManifest")
    failures = {str(_table(one).get("code")) for one in _list(active.get("failure"))} - {_EXPECTED}
    broken = any(map(_is_broken, failures))
    signed = _signed(manifest)
    finding: Finding = "inconsistent" if broken else "cannot-tell" if failures or not active else "consistent"
    note = " ".join([_verdict(finding, failures), *_says(manifest, signed, broken=broken)])
    return _made(capture, finding, note, signed)


def _made(capture: Capture, finding: Finding, note: str, signed: Interval | None = None) -> Observation:
    message = capture.header(MESSAGE)
    return Observation(
        id=observation_id("provenance", METHOD, VERSION, capture.id),
        kind="provenance",
        when=signed,
        could_observe=finding != "cannot-tell",
        finding=finding,
        note=note,
        capture=capture.id,
        about=(message,) if message else (),
        method=METHOD,
        version=VERSION,
    )


def _unread(error: str) -> str | None:
    """None where there is no manifest, or no picture: of a damaged file the other senses tell."""
    kind, _, said = error.partition(":")
    if kind in ("ManifestNotFound", "NotSupported") or "asset could not be parsed" in said:
        return None
    if kind in ("Remote", "RemoteManifest"):
        return "The file only says where in the network its signed manifest lies; nothing is asked there."
    return "The file carries a signed manifest that cannot be read: it is damaged, or of a kind that is not known."


def _is_broken(code: str) -> bool:
    """A hash or signature that does not fit; a time stamp that does not fit takes only the moment away."""
    return code in _TORN or (code.endswith(".mismatch") and not code.startswith("timeStamp."))


def _verdict(finding: Finding, failures: Iterable[str]) -> str:
    if finding == "inconsistent":
        return "The file was changed after it was signed: its signed manifest (C2PA) does not fit its bytes."
    if finding == "consistent":
        return "The signed manifest (C2PA) fits the file, which was not changed since."
    known = [_UNSURE[code] for code in sorted(failures) if code in _UNSURE]
    reason = "; ".join(known) or "the check did not come to an end"
    return f"Whether the signed manifest (C2PA) holds cannot be told: {reason}."


def _says(manifest: Mapping[str, Any], signed: Interval | None, *, broken: bool) -> Iterator[str]:
    signature = _table(manifest, "signature_info")
    names = [name for key in ("common_name", "issuer") if (name := _plain(signature.get(key)))]
    who = f"{names[0]} ({names[1]})" if len(names) == 2 and names[0] != names[1] else "".join(names[:1])
    at = f" on {day(signed.start.date())} at {signed.start:%H:%M} UTC" if signed else ", at a moment it does not prove"
    yield f"It is signed{at}, by {who or 'nobody named'} as its certificate says; no list tells whether to trust it."
    tools = ", ".join(_tools(manifest))
    if tools:
        yield f"It names {tools} as what made it."
    actions = [_table(action) for action in _actions(manifest)]
    origin = next((made for one in actions if (made := _MADE_BY.get(_last(one.get("digitalSourceType"))))), None)
    if origin:
        yield f"It says that the content is the work of {origin}."
    done = dict.fromkeys(name for one in actions if (name := _words(one.get("action"))))
    if done:
        yield f"It tells of: {', '.join(list(done)[:_MOST])}{' and more' if len(done) > _MOST else ''}."
    if broken:
        yield "What it says may be of another file."


def _signed(manifest: Mapping[str, Any]) -> Interval | None:
    """By the time stamp in the signature."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(str(_table(manifest, "signature_info").get("time", "")))
        if moment.tzinfo is not None:
            return Interval.of_instant(moment)
    return None


def _tools(manifest: Mapping[str, Any]) -> list[str]:
    infos = [_table(one) for one in _list(manifest.get("claim_generator_info"))]
    named = [" ".join(filter(None, (_plain(one.get("name")), _plain(one.get("version"))))) for one in infos]
    return [name for name in named or [_plain(manifest.get("claim_generator"))] if name][:_MOST]


def _actions(manifest: Mapping[str, Any]) -> Iterator[object]:
    for one in map(_table, _list(manifest.get("assertions"))):
        if str(one.get("label", "")).startswith("c2pa.actions"):
            yield from _list(_table(one, "data").get("actions"))


def _words(action: object) -> str:
    return _plain(action).removeprefix("c2pa.").replace("_", " ")


def _last(address: object) -> str:
    return str(address).rpartition("/")[2]


def _plain(value: object) -> str:
    """Anybody's words: one line, without what could act on a terminal."""
    text = "".join(letter if letter.isprintable() else " " for letter in value) if isinstance(value, str) else ""
    return " ".join(text.split())[:_LONGEST]


def _table(found: object, *names: str) -> Mapping[str, Any]:
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []
