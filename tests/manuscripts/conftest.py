from __future__ import annotations

from tests.desk.conftest import administrator, editor, publisher, reporter

__all__ = ["administrator", "editor", "publisher", "reporter"]
