from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate


def put_guards_back(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After every migrate: SQLite drops a table's triggers when a migration rebuilds it."""
    from newsroom import guards

    connection = connections[using]
    if "newsroom_edition" in connection.introspection.table_names():
        guards.put_back(connection)


def check_guards(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    from newsroom import guards

    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if "newsroom_edition" not in connection.introspection.table_names():
            continue
        absent = guards.missing(connection)
        if absent:
            messages.append(
                Error(
                    f"The database has lost guards it needs: {', '.join(absent)}.",
                    hint="Run `manage.py migrate`: it puts them back.",
                    id="newsroom.E001",
                )
            )
    return messages


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        post_migrate.connect(put_guards_back, sender=self)
        register(check_guards, Tags.database)
