"""What may stand as a picture on the house's papers."""

from base64 import b64decode
from binascii import Error

from frontdesk.errors import Refusal

LARGEST = 150_000
"""Bytes of a logo: it travels in a command, and stands in every file."""
_BEGINS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_ENDS = (b"IEND\xaeB`\x82", b"\xff\xd9")


def require_picture(text: str) -> None:
    """Hold a logo, as base64, to be a whole PNG or JPEG file of a fitting size; empty is none.

    Raises:
        Refusal: it is not.
    """
    try:
        data = b64decode(text, validate=True)
    except (Error, ValueError):
        data = b"?"
    whole = any(data.startswith(first) and data.endswith(last) for first, last in zip(_BEGINS, _ENDS, strict=True))
    if data and not whole:
        raise Refusal("The logo is not a picture that paper can show.", help="Use a PNG or JPEG file.")
    if len(data) > LARGEST:
        raise Refusal(
            "The logo is too large.", f"It has {len(data):,} bytes.", f"Use a picture of {LARGEST:,} bytes at most."
        )
