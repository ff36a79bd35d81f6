"""Moving pictures and sound, through PyAV. Runs in the decoding process."""

import hashlib
from collections.abc import Iterator
from typing import Any

import av
import numpy as np

# Containers that hold their own bytes. Playlists (HLS, DASH, concat) would open further files and addresses.
_CONTAINERS = (
    "mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,gif,webp_anim,mp3,wav,flac,aac,m4a,3gp,mpegvideo,h264,hevc"
)
_OPTIONS = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"}
_THUMBNAIL = 24
_NEW_SHOT = 28.0
_LOOKS_A_SECOND = 8.0
_CLOSEST_S = 0.2
_STRETCH_S = 15

Answer = tuple[dict[str, Any], bytes]


def _open(path: str) -> Any:
    try:
        return av.open(path, options=dict(_OPTIONS), metadata_errors="replace")
    except av.error.FFmpegError as error:
        raise ValueError(f"no picture, video or sound that can be read ({error.strerror})") from error


def read(path: str, per_second: float, longest: int, limits: dict[str, Any]) -> Iterator[Answer]:
    """Frames at `per_second` and the first of each new shot."""
    with _open(path) as container:
        if not container.streams.video:
            raise ValueError("no picture in it")
        stream = container.streams.video[0]
        _check(stream, limits["pixels"])
        # Frames that no other frame needs, and the smoothing of block edges, are not missed at two frames a second.
        stream.codec_context.skip_frame = "NONREF"
        stream.codec_context.options = {"skip_loop_filter": "all"}
        chooser = _Chooser(per_second)
        given, damaged, last = 0, 0, 0.0
        for frame in _decoded(container, stream):
            if frame is None:
                damaged += 1
                continue
            last = chooser.seconds(frame)
            if chooser.takes(frame, last):
                yield _answer(frame, last, chooser.new_shot, longest, limits["pixels"])
                given += 1
                if given >= limits["frames"]:
                    raise ValueError(f"only the first {given:,} frames were read, to {last:.0f} s")
        _complain(container, stream, given, damaged, last)


def _check(stream: Any, most_pixels: int) -> None:
    if stream.width * stream.height > most_pixels:
        raise ValueError(f"left out, frames of {stream.width} × {stream.height} pixels are more than allowed")


def _decoded(container: Any, stream: Any) -> Iterator[Any]:
    """None for each packet that is damaged."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
            decoded = packet.decode()
        except StopIteration:
            return
        except av.error.EOFError:
            return
        except av.error.InvalidDataError:
            yield None
            continue
        yield from decoded


def _complain(container: Any, stream: Any, given: int, damaged: int, last: float) -> None:
    if not given:
        raise ValueError("no frame in it can be decoded")
    length = float(container.duration or 0) / av.time_base
    if damaged:
        raise ValueError(
            f"damaged: {damaged} packets could not be decoded; the frames before and between them were read"
        )
    if length - last > max(2.0, 0.1 * length) and stream.average_rate:
        raise ValueError(f"cut off: it should last {length:.1f} s and ends at {last:.1f} s; that much was read")


class _Chooser:
    """Which of the decoded frames are given out."""

    def __init__(self, per_second: float) -> None:
        self.step = 1.0 / per_second
        self.due = 0.0
        self.new_shot = True
        self._first: float | None = None
        self._count = 0
        self._looked = -1.0
        self._given = -1.0
        self._thumbnail: Any = None

    def seconds(self, frame: Any) -> float:
        """From the first frame; a video without times is taken as 25 a second."""
        self._count += 1
        time = frame.time if frame.time is not None else (self._count - 1) / 25
        if self._first is None:
            self._first = time
        return max(0.0, float(time - self._first))

    def takes(self, frame: Any, seconds: float) -> bool:
        due = seconds >= self.due - 1e-6
        if not due and seconds < self._looked + 1 / _LOOKS_A_SECOND:
            return False
        self._looked = seconds
        small = _thumbnail(frame)
        jump = 0.0 if self._thumbnail is None or small is None else float(np.abs(small - self._thumbnail).mean())
        cut = jump > _NEW_SHOT and seconds - self._given > _CLOSEST_S
        self.new_shot = self._thumbnail is None or cut
        self._thumbnail = small
        if not due and not cut:
            return False
        self._given = seconds
        while self.due <= seconds + 1e-6:
            self.due += self.step
        return True


def _thumbnail(frame: Any) -> Any:
    """Every n-th pixel of the first plane, which is brightness in nearly every video."""
    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height]
    if rows.shape[1] < frame.width:
        return None
    down, across = max(1, frame.height // _THUMBNAIL), max(1, frame.width // _THUMBNAIL)
    return rows[::down, : frame.width : across].astype(np.float32)


def _answer(frame: Any, seconds: float, shot: bool, longest: int, most_pixels: int) -> Answer:
    if frame.width * frame.height > most_pixels:
        raise ValueError(f"left out, frames of {frame.width} × {frame.height} pixels are more than allowed")
    shrink = min(1.0, longest / max(frame.width, frame.height))
    width, height = max(1, round(frame.width * shrink)), max(1, round(frame.height * shrink))
    pixels = frame.to_ndarray(format="rgb24", width=width, height=height, interpolation="AREA" if shrink < 1 else None)
    turns = round(getattr(frame, "rotation", 0) / 90) % 4
    pixels = np.ascontiguousarray(np.rot90(pixels, turns))
    size = (frame.height, frame.width) if turns % 2 else (frame.width, frame.height)
    head = {"seconds": round(seconds, 3), "shot": shot, "shape": pixels.shape, "width": size[0], "height": size[1]}
    return head, pixels.tobytes()


def listen(path: str, rate: int) -> Iterator[Answer]:
    """The first audio track as mono float32, in stretches."""
    with _open(path) as container:
        if not container.streams.audio:
            return
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
        held: list[Any] = []
        begun, size, damaged = 0, 0, 0
        for frame in _decoded(container, stream):
            if frame is None:
                damaged += 1
                continue
            for part in resampler.resample(frame):
                held.append(part.to_ndarray().ravel())
                size += held[-1].size
            if size >= _STRETCH_S * rate:
                yield {"seconds": begun / rate}, np.concatenate(held).astype(np.float32).tobytes()
                begun, held, size = begun + size, [], 0
        if held:
            yield {"seconds": begun / rate}, np.concatenate(held).astype(np.float32).tobytes()
        if damaged:
            raise ValueError(f"damaged: {damaged} packets of the sound could not be decoded")


def about(path: str) -> dict[str, Any]:
    """Container tags and tracks. `stream_sha256`: of the packets, the same after the file is only packed anew."""
    with _open(path) as container:
        tracks = [_track(stream) for stream in list(container.streams)[:16]]
        digest = hashlib.sha256()
        try:
            for packet in container.demux(*container.streams.video, *container.streams.audio):
                digest.update(bytes(packet))
        except av.error.FFmpegError:
            pass  # a cut-off file is hashed as far as it goes; its frames will say that it is cut
        return {
            "kind": "video" if container.streams.video else "sound",
            "format": container.format.name,
            "duration_s": float(container.duration or 0) / av.time_base,
            "tags": {str(key)[:100]: str(value)[:500] for key, value in list(container.metadata.items())[:64]},
            "tracks": tracks,
            "stream_sha256": digest.hexdigest(),
        }


def _track(stream: Any) -> dict[str, Any]:
    told = {"kind": stream.type, "codec": getattr(stream.codec_context, "name", None)}
    if stream.type == "video":
        told |= {"width": stream.width, "height": stream.height, "rate": float(stream.average_rate or 0)}
    tags = {str(key)[:100]: str(value)[:500] for key, value in list(stream.metadata.items())[:32]}
    return told | {"tags": tags}
