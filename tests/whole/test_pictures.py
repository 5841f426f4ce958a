"""The README's pictures: they are there, of one size, and light enough for a page."""

import importlib.util
import struct
from pathlib import Path

_FILE = Path(__file__).parents[2] / "docs" / "pictures.py"
_SPEC = importlib.util.spec_from_file_location("pictures", _FILE)
pictures = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(pictures)


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height as the file's first chunk says."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_every_persona_has_a_picture_that_a_page_can_carry():
    for one in pictures.PICTURES:
        png = (pictures.HERE / f"{one.name}.png").read_bytes()
        assert size_of(png) == pictures.SIZE, one.name
        assert len(png) <= pictures.MOST_BYTES, one.name


def test_a_caption_says_whose_picture_it_is_in_one_sentence():
    roles = {one.role for one in pictures.PICTURES}
    assert roles == {"client-manager", "provider-manager", "executive", "mediator", "lawyer"}
    assert all(one.caption.endswith(".") and len(one.caption) < 100 for one in pictures.PICTURES)
