"""Queries written once and asked many times.

Django writes a query's SQL anew for every request, which on these pages costs more than the
database takes to answer. A `Prepared` query is an ordinary queryset, compiled at its first use with
stand-ins for its values; later uses put the values in their place. The rule of what is live
stays where it is (`Edition.objects.at`): nothing here writes SQL.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json import JSONDecoder
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTransform

# Lists of ids come in any length: they are filled up to one of these, by repeating an id.
LENGTHS = (1, 2, 4, 8, 16, 32, 64, 128)
# No row has this id.
NOBODY = 0
KEPT = 64

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Written:
    sql: str
    # For each parameter: a value that never changes, or the name (and place) of one that does.
    fixed: tuple[Any, ...]
    places: tuple[tuple[int, str, int], ...]
    # For each column that is no plain value: its place, and what makes a field's value of it.
    converters: tuple[tuple[int, Convert], ...]


class Prepared:
    """`build` makes a `values_list` queryset of its keyword arguments.

    `kinds` names those that are values, by type: str, int, datetime, or list for ids. All other
    arguments given to `rows` shape the query (a page's number): each shape is written by itself.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        self.build = build
        self.kinds = kinds
        self._written: OrderedDict[tuple[Any, ...], _Written] = OrderedDict()

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        # `connection` looks up this thread's own each time a name of it is read.
        database = connections[DEFAULT_DB_ALIAS]
        values: dict[str, Sequence[Any]] = {}
        shape: list[tuple[str, Any]] = [("vendor", database.vendor)]
        for name, value in given.items():
            kind = self.kinds.get(name)
            if kind is None:
                shape.append((name, value))
            elif kind is list:
                values[name] = filled(value)
                shape.append((name, len(values[name])))
            elif kind is datetime:
                values[name] = [database.ops.adapt_datetimefield_value(value)]
            else:
                values[name] = [value]
        key = tuple(shape)
        written = self._written.get(key)
        if written is None:
            # Two threads may write it at once: both write the same.
            written = self._written[key] = self._write(given, values)
            if len(self._written) > KEPT:
                self._written.popitem(last=False)
        params = list(written.fixed)
        for place, name, index in written.places:
            params[place] = values[name][index]
        with database.cursor() as cursor:
            cursor.execute(written.sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return _converted(rows, written.converters) if written.converters else rows

    def _write(self, given: dict[str, Any], values: dict[str, Sequence[Any]]) -> _Written:
        standing, found = self._stand_ins(given, values)
        query = self.build(**standing).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        places = tuple(
            (place, *found[param]) for place, param in enumerate(params) if param in found
        )
        missing = self.kinds.keys() - {name for _, name, _ in places}
        if missing:
            raise ValueError(f"The query never uses {', '.join(sorted(missing))}.")
        selected = [column[0] for column in compiler.select]
        converters = compiler.get_converters(selected)
        return _Written(
            sql,
            tuple(params),
            places,
            tuple((place, _convert(*each)) for place, each in converters.items()),
        )

    def _stand_ins(
        self, given: dict[str, Any], values: dict[str, Sequence[Any]]
    ) -> tuple[dict[str, Any], dict[Any, tuple[str, int]]]:
        """Values that no real query has, and where each belongs when it turns up among the params."""
        standing = dict(given)
        found: dict[Any, tuple[str, int]] = {}
        for number, (name, kind) in enumerate(self.kinds.items(), start=1):
            if kind is list:
                ids = [-(number * 1_000_003 + place) for place in range(len(values[name]))]
                standing[name] = ids
                found |= {each: (name, place) for place, each in enumerate(ids)}
                continue
            stand_in: Any = f"\x01stand-in {name}\x01" if kind is str else -number * 1_000_003
            if kind is datetime:
                stand_in = datetime(1, 1, number, tzinfo=UTC)
                found[connection.ops.adapt_datetimefield_value(stand_in)] = (name, 0)
            else:
                found[stand_in] = (name, 0)
            standing[name] = stand_in
        return standing, found


def filled(ids: Iterable[int]) -> list[int]:
    """`ids` in one of a few lengths, so that few shapes of a query are ever written."""
    chosen = list(dict.fromkeys(ids))[: LENGTHS[-1]] or [NOBODY]
    length = next(each for each in LENGTHS if each >= len(chosen))
    return chosen + [chosen[-1]] * (length - len(chosen))


def _converted(
    rows: list[tuple[Any, ...]], converters: Iterable[tuple[int, Convert]]
) -> list[tuple[Any, ...]]:
    """The values as the fields have them, column by column."""
    lists = [list(row) for row in rows]
    for place, convert in converters:
        for row in lists:
            row[place] = convert(row[place])
    return [tuple(row) for row in lists]


def _convert(chain: Sequence[Callable[..., Any]], column: Any) -> Convert:
    """Django's own converters of a column as one, but for what costs them more than all the rest: of a
    document they ask which of its keys it is, and look for space round it that no database writes;
    of a moment in SQLite, which forms it may have and in which zone it is: there is one of each."""
    field = column.output_field
    plain = isinstance(field, JSONField) and field.decoder is None
    if plain and not isinstance(column, KeyTransform) and list(chain) == [field.from_db_value]:
        return _document

    if list(chain) == [getattr(connection.ops, "convert_datetimefield_value", None)]:
        return _moment

    def converted(value: Any) -> Any:
        for convert in chain:
            value = convert(value, column, connection)
        return value

    return converted


_read = JSONDecoder().raw_decode


def _document(words: str | None) -> Any:
    return None if words is None else _read(words)[0]


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite gives a column's moment as one, and that of an expression as words."""
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC)
