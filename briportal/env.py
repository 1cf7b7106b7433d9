"""Short typed readers of the environment. Each fails loudly and names the variable."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
SITE = re.compile(r"https?://(?:[\w.-]+|\[[\da-f:.]+\])(?::(?P<port>\d{1,5}))?/?", re.IGNORECASE)
SQLITE = "briportal.sqlite"
# What an address is read as, and what it is served by.
ENGINES = {
    "django.db.backends.postgresql": "django.db.backends.postgresql",
    "django.db.backends.sqlite3": SQLITE,
}


def env_str(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is neither on nor off. Write {name}=1 or {name}=0.")


def env_int(name: str, default: int, *, at_least: int, at_most: int) -> int:
    raw = env_str(name, str(default))
    try:
        number = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r} is not a whole number.") from None
    if not at_least <= number <= at_most:
        raise ImproperlyConfigured(f"{name}={number} is not between {at_least} and {at_most}.")
    return number


def env_path(name: str, default: Path) -> Path:
    raw = env_str(name, "")
    return Path(raw).expanduser().resolve() if raw else default


def env_site(name: str, default: str) -> str:
    """The one address of the site: scheme, host and perhaps a port; nothing else."""
    raw = env_str(name, default)
    found = SITE.fullmatch(raw)
    try:
        urlsplit(raw)
    except ValueError:  # in brackets, but no address of the sixth version
        found = None
    if not found or int(found["port"] or 1) not in range(1, 65536):
        raise ImproperlyConfigured(
            f"{name}={raw!r} is not an address such as https://news.example.org."
        )
    return raw.rstrip("/")


def env_time_zone(name: str, default: str) -> str:
    raw = env_str(name, default)
    try:
        ZoneInfo(raw)
    except (KeyError, ValueError, OSError):  # unknown, a path, a folder
        raise ImproperlyConfigured(
            f"{name}={raw!r} is no time zone. Write it as UTC, Asia/Almaty or Europe/Berlin."
        ) from None
    return raw


def env_database(name: str, default: dict[str, Any]) -> dict[str, Any]:
    """Django's settings of the database that a URL names: PostgreSQL or SQLite."""
    url = env_str(name, "")
    settings: Any = default
    if url:
        try:
            settings = dj_database_url.parse(url)
        except ValueError:
            settings = {}
        engine = ENGINES.get(settings.get("ENGINE"))
        if engine is None:
            # The address may hold a password: it is not repeated.
            raise ImproperlyConfigured(
                f"{name} names no database this can use. Write it as "
                "postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3."
            )
        settings = {**settings, "ENGINE": engine}
    return {**settings, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
