"""Still pictures, through Pillow. Runs in the decoding process."""

import warnings
from typing import Any

import numpy as np
from PIL import (
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from vedette.observe.media.xmp import fields

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_PLUGINS = (BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
Image.MAX_IMAGE_PIXELS = None  # the limit of the request holds, below


def opens(path: str) -> bool:
    """Whether this is a still picture; moving ones (GIF, WebP) are video."""
    try:
        with Image.open(path, formats=_FORMATS) as image:
            return getattr(image, "n_frames", 1) == 1 or image.format in ("MPO", "TIFF", "JPEG")
    except UnidentifiedImageError:
        return False
    except (OSError, ValueError, SyntaxError):
        return True  # a picture, but a damaged one: reading it will say so


def read(path: str, longest: int, most_pixels: int) -> tuple[dict[str, Any], bytes]:
    """Upright RGB. The header is judged before a pixel is decoded."""
    with Image.open(path, formats=_FORMATS) as image:
        width, height = image.size
        if width * height > most_pixels:
            raise ValueError(f"left out, {width} × {height} pixels are more than the {most_pixels:,} allowed")
        if image.format == "JPEG" and max(width, height) > 2 * longest:
            image.draft("RGB", (longest, longest))  # decodes at a half, quarter or eighth
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
        image.thumbnail((longest, longest), Image.Resampling.BOX, reducing_gap=2.0)
        upright = _flat(ImageOps.exif_transpose(image))
    pixels = np.ascontiguousarray(upright, dtype=np.uint8)
    size = (height, width) if turned else (width, height)
    return {"seconds": 0.0, "shot": True, "shape": pixels.shape, "width": size[0], "height": size[1]}, pixels.tobytes()


def _flat(image: Image.Image) -> Image.Image:
    """What is transparent is shown on white, as most readers show it."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, image).convert("RGB")
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        span = max(float(np.ptp(values)), 1.0)
        return Image.fromarray(((values - values.min()) * (255 / span)).astype(np.uint8)).convert("RGB")
    return image.convert("RGB")


def about(path: str) -> dict[str, Any]:
    """Format, size, EXIF and XMP as plain values by tag name; rationals as floats."""
    with Image.open(path, formats=_FORMATS) as image:
        exif = image.getexif()
        tags = {ExifTags.TAGS.get(key, str(key)): _plain(value) for key, value in exif.items()}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tags |= {ExifTags.TAGS.get(key, str(key)): _plain(value) for key, value in exif.get_ifd(0x8769).items()}
            gps = {ExifTags.GPSTAGS.get(key, str(key)): _plain(value) for key, value in exif.get_ifd(0x8825).items()}
        width, height = image.size
        xmp = fields(image.info.get("xmp") or image.info.get("XML:com.adobe.xmp"))
        about = {"kind": "picture", "format": image.format, "width": width, "height": height}
        return about | {"exif": tags, "gps": gps, "xmp": xmp}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value[:200].decode("latin-1")
    if isinstance(value, tuple):
        return [_plain(each) for each in value[:8]]
    if isinstance(value, (int, str)):
        return value if isinstance(value, int) else value[:500]
    try:
        return float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
