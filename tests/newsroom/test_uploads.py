"""Pictures come in as anything and are kept as one thing: pixels, upright, under their own hash."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.storage import storages
from PIL import Image, PngImagePlugin

from newsroom.models import Picture
from newsroom.uploads import UploadRefused, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def encoded(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    file.seek(0)
    file.name = f"Quay.{kind.lower()}"
    return file


def photo(width, height):
    """As many colours as a photograph has, so that it is kept as JPEG."""
    bands = [Image.effect_noise((width, height), 90) for _ in range(3)]
    return Image.merge("RGB", bands)


def kept(picture, path=""):
    with storages["default"].open(path or picture.path) as file:
        return file.read()


def refusal(file, **words):
    with pytest.raises(UploadRefused) as caught:
        take_in(file, by=None, **(words or {"alt": "A quay."}))
    assert not Picture.objects.exists()
    return str(caught.value)


def test_a_picture_has_its_renditions_in_webp():
    picture = take_in(encoded(photo(1200, 800), "JPEG"), by=None, alt="A quay.")
    assert (picture.width, picture.height, picture.extension) == (1200, 800, "jpg")
    assert picture.widths == [480, 960, 1200]
    for width in picture.widths:
        rendition = Image.open(io.BytesIO(kept(picture, picture.rendition_path(width))))
        assert (rendition.format, rendition.width) == ("WEBP", width)


def test_a_large_picture_keeps_its_size_and_stops_at_the_widest_rendition():
    picture = take_in(encoded(photo(2400, 300), "JPEG"), by=None, alt="A quay.")
    assert picture.width == 2400
    assert picture.widths == [480, 960, 1600]


def test_the_telephone_held_sideways_is_turned_upright_and_tells_no_place():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "<script>alert(1)</script>"
    exif.get_ifd(0x8825)[1] = "N"
    picture = take_in(encoded(photo(40, 20), "JPEG", exif=exif), by=None, alt="A quay.")
    assert (picture.width, picture.height) == (20, 40)
    with Image.open(io.BytesIO(kept(picture))) as image:
        assert not dict(image.getexif())
    assert b"script" not in kept(picture)


def test_words_hidden_in_a_file_do_not_come_along():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "taken at home")
    file = encoded(photo(20, 20), pnginfo=text)
    file.seek(0, io.SEEK_END)
    file.write(b"<html><script>alert(1)</script>")
    file.seek(0)
    content = kept(take_in(file, by=None, alt="A quay."))
    assert b"taken at home" not in content
    assert b"script" not in content


def test_what_is_transparent_stays_so():
    picture = take_in(
        encoded(Image.new("RGBA", (30, 30), (255, 0, 0, 0))), by=None, decorative=True
    )
    with Image.open(io.BytesIO(kept(picture))) as image:
        assert image.getpixel((5, 5))[3] == 0


def test_grey_in_sixteen_bits_stays_as_dark_as_it_is():
    picture = take_in(encoded(Image.new("I;16", (40, 40), 32768)), by=None, alt="A scan.")
    assert Image.open(io.BytesIO(kept(picture))).convert("L").getpixel((1, 1)) == 128


def test_a_moving_picture_stands_still_at_its_first_frame():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(kept(take_in(file, by=None, alt="A quay.")))) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_the_same_picture_twice_is_one_row_with_its_first_words(media):
    first = take_in(encoded(photo(20, 20), "PNG"), by=None, alt="A quay.")
    again = io.BytesIO(kept(first))
    second = take_in(again, by=None, alt="Another sentence.")
    assert (second.pk, second.alt) == (first.pk, "A quay.")
    assert len(list((media / "pictures").iterdir())) == 2


def test_a_picture_needs_a_sentence_or_the_tick():
    assert "needs a sentence" in refusal(encoded(photo(20, 20)), alt=" ")


def test_a_file_name_gives_the_title_and_no_path():
    file = encoded(photo(20, 20))
    file.name = "../../etc/quay of\x00 aktau.png"
    assert take_in(file, by=None, alt="A quay.").title == "quay of aktau"


def test_a_bomb_is_refused_before_it_is_decoded():
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    png += struct.pack(">I", zlib.crc32(chunk))
    png += struct.pack(">I", 8) + b"IDAT" + zlib.compress(b"")
    assert "million pixels" in refusal(io.BytesIO(png))


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        b"\xff\xd8\xff\xe0 no picture",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_picture_is_refused_in_words(content):
    file = io.BytesIO(content)
    file.name = "quay.png"
    assert "“quay.png” could not be read as a picture" in refusal(file)


def test_half_a_picture_is_refused():
    whole = encoded(photo(200, 200), "JPEG").read()
    assert "could not be read" in refusal(io.BytesIO(whole[: len(whole) // 2]))


def test_an_empty_file_is_refused():
    assert "is empty" in refusal(io.BytesIO(b""))
