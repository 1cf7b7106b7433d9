"""Taking a picture in: decoded, turned upright, stripped and encoded again by us."""

from __future__ import annotations

import hashlib
import io
import logging
import struct
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from newsroom.models import Picture, User
from newsroom.models.pictures import RENDITION_WIDTHS

MAX_BYTES = 40 * 1024 * 1024
# Of a recording: a day of speech as MP3 at 192 kbit/s, two hours of video from a telephone.
MAX_RECORDING_BYTES = 2 * 1024 * 1024 * 1024
# A telephone takes 50 megapixels at most; decoded, this is 150 MB, and a bomb stops here.
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
JPEG_QUALITY = 88
WEBP_QUALITY = 80

# What Pillow's decoders are known to raise on bytes that were made to hurt.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    MemoryError,
    struct.error,
)


class UploadRefused(Exception):
    """The file is not taken. The text is written for the person who chose it."""


class NotKept(UploadRefused):
    """The server has no room for it."""


@dataclass(frozen=True, slots=True)
class _Encoded:
    content: bytes
    extension: str
    width: int
    height: int
    renditions: dict[int, bytes]

    @property
    def key(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]


def take_in(
    file: IO[bytes],
    *,
    by: User | None,
    title: str = "",
    alt: str = "",
    decorative: bool = False,
    caption: str = "",
    credit: str = "",
) -> Picture:
    """Keep the picture in `file` and return its row.

    The same bytes give the same picture: a second upload returns the row that is there, with the
    words it has. Raises UploadRefused with a sentence, NotKept if the disk took no more.
    """
    name = file_name(file)
    alt = alt.strip()
    if not alt and not decorative:
        raise UploadRefused(
            f"“{name}” needs a sentence that says what it shows, or the tick at “Decorative”."
        )
    encoded = _encode(_open(file, name), name)
    existing = Picture.objects.filter(key=encoded.key).first()
    if existing is not None:
        return existing
    picture = Picture(
        key=encoded.key,
        extension=encoded.extension,
        width=encoded.width,
        height=encoded.height,
        widths=list(encoded.renditions),
        title=(title.strip() or name.rpartition(".")[0] or name)[:200],
        alt=alt,
        decorative=decorative,
        caption=caption.strip(),
        credit=credit.strip()[:200],
        uploaded_by=by,
    )
    files = {picture.path: encoded.content}
    files |= {picture.rendition_path(width): each for width, each in encoded.renditions.items()}
    _keep(files, picture.key, name)
    # Another upload of the same bytes may have come first; its row stands.
    kept, _ = Picture.objects.get_or_create(
        key=picture.key,
        defaults={
            field.attname: getattr(picture, field.attname)
            for field in Picture._meta.concrete_fields
            if field.attname not in {"id", "key"}
        },
    )
    return kept


def drop(pictures: Iterable[Picture]) -> None:
    """Delete pictures and their files. The caller knows that nothing shows them."""
    for picture in pictures:
        for path in [picture.path, *map(picture.rendition_path, picture.widths)]:
            storages["default"].delete(path)
        picture.delete()


def file_name(file: IO[bytes]) -> str:
    """What whoever chose the file calls it, as it can stand in a sentence."""
    return printable(getattr(file, "name", ""))


def printable(name: object) -> str:
    raw = str(name or "The file").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in raw if letter.isprintable())[:120] or "The file"


def _open(file: IO[bytes], name: str) -> Image.Image:
    """The first frame, decoded, upright, in sRGB. Size is asked before a pixel is decoded."""
    content = file.read(MAX_BYTES + 1)
    if not content:
        raise UploadRefused(f"“{name}” is empty.")
    if len(content) > MAX_BYTES:
        raise UploadRefused(f"“{name}” is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        with warnings.catch_warnings():
            # MAX_PIXELS below is stricter than Pillow's own warning.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            image.load()
            return _upright_srgb(image)
    except Image.DecompressionBombError as error:
        raise UploadRefused(
            f"“{name}” has more than {MAX_PIXELS // 1_000_000} million pixels. Make it smaller "
            "and try again."
        ) from error
    except BROKEN as error:
        raise UploadRefused(
            f"“{name}” could not be read as a picture. We take JPEG, PNG, WebP and GIF."
        ) from error


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey in sixteen bits as grey in eight: Pillow would make all but the darkest white."""
    return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def _upright_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        upright = _eight_bits(upright)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    if profile and upright.mode in {"RGB", "CMYK", "L"}:
        # The profile goes with the other metadata, so its colours must be carried over first.
        try:
            converted = ImageCms.profileToProfile(
                upright,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            upright = converted or upright
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # A broken profile says nothing about the colours.
    return upright.convert("RGBA" if transparent else "RGB")


def _encode(image: Image.Image, name: str) -> _Encoded:
    lossless = image.mode == "RGBA" or _few_colours(image)
    settings: dict[str, Any] = (
        {"format": "PNG", "optimize": False}
        if lossless
        else {"format": "JPEG", "quality": JPEG_QUALITY, "optimize": True, "progressive": True}
    )
    try:
        return _Encoded(
            content=_bytes(image, **settings),
            extension="png" if lossless else "jpg",
            width=image.width,
            height=image.height,
            renditions={width: _rendition(image, width) for width in _widths(image.width)},
        )
    except BROKEN as error:
        raise UploadRefused(f"“{name}” could not be made ready for the site.") from error


def _few_colours(image: Image.Image) -> bool:
    """A chart or a map: JPEG would smear its edges."""
    return image.getcolors(maxcolors=4096) is not None


def _widths(width: int) -> list[int]:
    """The rendition widths below the picture's own, and its own if that is not above them all."""
    return [*(each for each in RENDITION_WIDTHS if each < width), min(width, RENDITION_WIDTHS[-1])]


def _rendition(image: Image.Image, width: int) -> bytes:
    height = max(1, round(image.height * width / image.width))
    small = (
        image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
    )
    return _bytes(small, format="WEBP", quality=WEBP_QUALITY, method=4)


def _bytes(image: Image.Image, **settings: Any) -> bytes:
    # A copy made of pixels alone: nothing of the file's metadata can come along.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, **settings)
    return out.getvalue()


def _keep(files: dict[str, bytes], key: str, name: str) -> None:
    """Write all of a picture's `files`, or none of them."""
    begun = []
    try:
        for path, content in files.items():
            if not _is_whole(path, content):
                begun.append(path)
                storages["default"].delete(path)
                storages["default"].save(path, ContentFile(content))
    except OSError as error:
        logging.getLogger("django.request").exception("A picture could not be kept.")
        # Whoever brought the same picture meanwhile may stand on what was written.
        if not Picture.objects.filter(key=key).exists():
            for path in begun:
                storages["default"].delete(path)
        raise NotKept(
            f"“{name}” could not be kept: the server's disk may be full. Nothing of it was kept. "
            "Tell whoever runs the site, and bring it again."
        ) from error


def _is_whole(path: str, content: bytes) -> bool:
    """A process that died while it wrote leaves a file that ends too early."""
    storage = storages["default"]
    return storage.exists(path) and storage.size(path) == len(content)
