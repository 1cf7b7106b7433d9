"""What the database itself refuses or keeps, beyond what a Django migration can say. All of it.

Exclusion constraints exist on PostgreSQL only, so SQLite says the same with triggers; full-text
tables are each engine's own. SQLite rebuilds a table on most later migrations and drops its
triggers with it: `newsroom.apps` therefore puts every guard back after each `migrate`, and a
system check names any that is missing.

Each statement may run any number of times.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """`statements` make it; `name` is what the database's own catalogue calls it."""

    name: str
    catalogue: str
    statements: tuple[str, ...]


# Entries of one story, and readable or tombstone entries on one path, never overlap. An empty
# period (an entry that retime() has not placed yet) overlaps nothing. Dates are ISO text on
# SQLite, where the order of text is the order of time.
_PERIODS = {
    "edition_story_period": ("story_id", ""),
    "edition_path_period": ("path", " AND {row}.change <> 'withdrawn'"),
}

_FROZEN = ("story_id", "number", "kind", "language", "path", "title", "record")


def _sqlite_period(name: str, column: str, extra: str, event: str) -> Guard:
    return Guard(
        f"{name}_{event.split()[0].lower()}",
        "trigger",
        (
            f"""
            CREATE TRIGGER IF NOT EXISTS {name}_{event.split()[0].lower()}
            BEFORE {event} ON newsroom_edition
            WHEN NEW.cancelled_at IS NULL{extra.format(row="NEW")}
                AND (NEW.ended_at IS NULL OR NEW.ended_at > NEW.issued_at)
            BEGIN
                SELECT RAISE(ABORT, '{name}') FROM newsroom_edition AS other
                WHERE other.{column} = NEW.{column} AND other.id IS NOT NEW.id
                    AND other.cancelled_at IS NULL{extra.format(row="other")}
                    AND (other.ended_at IS NULL OR other.ended_at > other.issued_at)
                    AND (NEW.ended_at IS NULL OR other.issued_at < NEW.ended_at)
                    AND (other.ended_at IS NULL OR NEW.issued_at < other.ended_at);
            END
            """,
        ),
    )


def _postgresql_period(name: str, column: str, extra: str) -> Guard:
    condition = f"cancelled_at IS NULL{extra.format(row='newsroom_edition').replace('newsroom_edition.', '')}"
    return Guard(
        name,
        "constraint",
        (
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f"""
            DO $$ BEGIN
                IF NOT EXISTS (
                    SELECT FROM pg_constraint WHERE conname = '{name}'
                    AND conrelid = 'newsroom_edition'::regclass
                ) THEN
                    ALTER TABLE newsroom_edition ADD CONSTRAINT {name} EXCLUDE USING gist (
                        {column} WITH =, tstzrange(issued_at, ended_at) WITH &&
                    ) WHERE ({condition});
                END IF;
            END $$
            """,
        ),
    )


_SQLITE = (
    *(
        _sqlite_period(name, column, extra, event)
        for name, (column, extra) in _PERIODS.items()
        for event in (
            "INSERT",
            "UPDATE OF issued_at, ended_at, cancelled_at, path, change, story_id",
        )
    ),
    Guard(
        "edition_frozen",
        "trigger",
        (
            f"""
            CREATE TRIGGER IF NOT EXISTS edition_frozen
            BEFORE UPDATE OF {", ".join(_FROZEN)} ON newsroom_edition
            WHEN ({" OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _FROZEN)})
                AND (NEW.blanked_at IS NULL OR OLD.blanked_at IS NOT NULL)
            BEGIN SELECT RAISE(ABORT, 'edition_frozen'); END
            """,
        ),
    ),
    Guard(
        "newsroom_passage_tokens",
        "table",
        (
            # The ascii tokenizer takes our tokens as they are: it cuts at spaces only.
            "CREATE VIRTUAL TABLE IF NOT EXISTS newsroom_passage_tokens "
            "USING fts5(tokens, tokenize = 'ascii')",
        ),
    ),
    Guard(
        "passage_tokens_deleted",
        "trigger",
        (
            """
            CREATE TRIGGER IF NOT EXISTS passage_tokens_deleted
            AFTER DELETE ON newsroom_passage
            BEGIN DELETE FROM newsroom_passage_tokens WHERE rowid = OLD.id; END
            """,
        ),
    ),
)

_POSTGRESQL = (
    *(_postgresql_period(name, column, extra) for name, (column, extra) in _PERIODS.items()),
    Guard(
        "edition_frozen",
        "trigger",
        (
            f"""
            CREATE OR REPLACE FUNCTION newsroom_edition_frozen() RETURNS trigger AS $$
            BEGIN
                IF ({" OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FROZEN)})
                    AND (NEW.blanked_at IS NULL OR OLD.blanked_at IS NOT NULL)
                THEN
                    RAISE EXCEPTION 'edition_frozen' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql
            """,
            f"""
            CREATE OR REPLACE TRIGGER edition_frozen
            BEFORE UPDATE OF {", ".join(_FROZEN)} ON newsroom_edition
            FOR EACH ROW EXECUTE FUNCTION newsroom_edition_frozen()
            """,
        ),
    ),
    Guard(
        "newsroom_passage_tokens",
        "table",
        (
            # No foreign key: Django's flush truncates the tables it knows, and cannot with one.
            "CREATE TABLE IF NOT EXISTS newsroom_passage_tokens "
            "(passage_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
            "CREATE INDEX IF NOT EXISTS newsroom_passage_tokens_gin "
            "ON newsroom_passage_tokens USING gin (tokens)",
        ),
    ),
    Guard(
        "passage_tokens_deleted",
        "trigger",
        (
            """
            CREATE OR REPLACE FUNCTION newsroom_passage_tokens_deleted() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'TRUNCATE' THEN
                    TRUNCATE newsroom_passage_tokens;
                ELSE
                    DELETE FROM newsroom_passage_tokens WHERE passage_id = OLD.id;
                END IF;
                RETURN NULL;
            END $$ LANGUAGE plpgsql
            """,
            """
            CREATE OR REPLACE TRIGGER passage_tokens_deleted
            AFTER DELETE ON newsroom_passage
            FOR EACH ROW EXECUTE FUNCTION newsroom_passage_tokens_deleted()
            """,
            """
            CREATE OR REPLACE TRIGGER passage_tokens_emptied
            AFTER TRUNCATE ON newsroom_passage
            FOR EACH STATEMENT EXECUTE FUNCTION newsroom_passage_tokens_deleted()
            """,
        ),
    ),
)

_CATALOGUES = {
    ("sqlite", "trigger"): "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    ("sqlite", "table"): "SELECT name FROM sqlite_master WHERE type = 'table'",
    ("postgresql", "trigger"): "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    ("postgresql", "constraint"): "SELECT conname FROM pg_constraint",
    ("postgresql", "table"): "SELECT relname FROM pg_class WHERE relkind = 'r'",
}


def guards(connection: BaseDatabaseWrapper) -> tuple[Guard, ...]:
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.vendor]


def put_back(connection: BaseDatabaseWrapper) -> None:
    """Make every guard that is missing, and bring functions up to date."""
    with connection.cursor() as cursor:
        for guard in guards(connection):
            for statement in guard.statements:
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the guards that the database does not have."""
    absent = []
    with connection.cursor() as cursor:
        present: dict[str, set[str]] = {}
        for guard in guards(connection):
            if guard.catalogue not in present:
                cursor.execute(_CATALOGUES[connection.vendor, guard.catalogue])
                present[guard.catalogue] = {name for (name,) in cursor.fetchall()}
            if guard.name not in present[guard.catalogue]:
                absent.append(guard.name)
    return absent
