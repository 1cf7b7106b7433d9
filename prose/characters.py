"""Characters that no text needs and XML does not allow: one of them breaks a feed for everybody."""

from __future__ import annotations

import re

_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    """`text` without control characters, halves of surrogate pairs and non-characters."""
    return _REFUSED.sub("", text)
