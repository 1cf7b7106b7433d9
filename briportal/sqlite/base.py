"""Django's SQLite backend, which here writes the marks of a query's values (%s as ?) once.

Django looks through the SQL for them each time it is asked: a twelfth of a page's whole CPU time.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

# In letters. Longer ones are mostly inserts of many rows, and hardly met twice.
LONGEST = 8192
KEPT = 512


@lru_cache(maxsize=KEPT)
def with_question_marks(query: str) -> str:
    marked: str = base.FORMAT_QMARK_REGEX.sub("?", query)
    return marked.replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        if param_names is None and len(query) <= LONGEST:
            return with_question_marks(query)
        converted: str = super().convert_query(query, param_names=param_names)  # type: ignore[misc]
        return converted


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: Any = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor
