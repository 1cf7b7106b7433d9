"""The search rows: one tokenizer of ours for both engines, written in the publishing transaction.

The tokens live beside `newsroom_passage` in a table of the engine's own kind (`newsroom.guards`
makes it): FTS5 on SQLite, a GIN-indexed tsvector on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from newsroom.models import Passage
from prose.words import query_tokens, tokens

if TYPE_CHECKING:
    from newsroom.bodies import PassageDraft

# More words than anyone means; each costs a look into the index.
MAX_QUERY_TOKENS = 32


def tokens_of(passage: Passage | PassageDraft) -> list[str]:
    """What a passage is found by: the words of its heading, its speaker and its text."""
    return tokens(f"{passage.heading}\n{passage.speaker}\n{passage.text}")


def index(passages: Sequence[Passage], found_by: Sequence[list[str]]) -> None:
    """Write the tokens of saved `passages`, made by `tokens_of` before the write lock was taken."""
    rows = [(passage.pk, words) for passage, words in zip(passages, found_by, strict=True)]
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO newsroom_passage_tokens (passage_id, tokens) "
                "VALUES (%s, array_to_tsvector(%s::text[]))",
                [(pk, sorted(set(words))) for pk, words in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO newsroom_passage_tokens (rowid, tokens) VALUES (%s, %s)",
                [(pk, " ".join(words)) for pk, words in rows],
            )


def matching(query: str) -> QuerySet[Passage]:
    """Passages that hold every word of `query`; none for a query without words."""
    words = list(dict.fromkeys(query_tokens(query)))[:MAX_QUERY_TOKENS]
    if not words:
        return Passage.objects.none()
    # Tokens are letters and digits only (prose.words), so quoting them is enough for both.
    if connection.vendor == "postgresql":
        found = RawSQL(  # noqa: S611 - parameters are bound
            "SELECT passage_id FROM newsroom_passage_tokens WHERE tokens @@ %s::tsquery",
            [" & ".join(f"'{word}'" for word in words)],
        )
    else:
        found = RawSQL(  # noqa: S611 - parameters are bound
            "SELECT rowid FROM newsroom_passage_tokens WHERE newsroom_passage_tokens MATCH %s",
            [" AND ".join(f'"{word}"' for word in words)],
        )
    return Passage.objects.filter(pk__in=found)


def forget() -> None:
    """Leave nothing in the index of passages that were deleted: FTS5 only marks their words as gone
    until it rewrites the index, which is done here (0.3 s for 50,000 passages)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO newsroom_passage_tokens (newsroom_passage_tokens) VALUES ('optimize')"
            )
