"""What may stand in the environment, and what is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from briportal.env import (
    env_bool,
    env_database,
    env_int,
    env_path,
    env_site,
    env_str,
    env_time_zone,
)

SQLITE = {"ENGINE": "briportal.sqlite", "NAME": "here.sqlite3"}


@pytest.mark.parametrize("raw", ["1", "true", "Yes", " on "])
def test_a_switch_is_on(monkeypatch, raw):
    monkeypatch.setenv("DEBUG", raw)
    assert env_bool("DEBUG", False) is True


@pytest.mark.parametrize("raw", ["0", "false", "No", " off ", ""])
def test_a_switch_is_off(monkeypatch, raw):
    monkeypatch.setenv("DEBUG", raw)
    assert env_bool("DEBUG", True) is False


@pytest.mark.parametrize("default", [True, False])
def test_a_switch_nobody_set_is_its_default(monkeypatch, default):
    monkeypatch.delenv("DEBUG", raising=False)
    assert env_bool("DEBUG", default) is default


def test_a_switch_that_is_neither_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("DEBUG", "flase")
    with pytest.raises(ImproperlyConfigured, match="DEBUG='flase'.*DEBUG=1 or DEBUG=0"):
        env_bool("DEBUG", False)


def test_a_number_is_read(monkeypatch):
    monkeypatch.setenv("PORT", " 8001 ")
    assert env_int("PORT", 8000, at_least=1, at_most=65535) == 8001


@pytest.mark.parametrize("raw", ["eighty", "80.5", "0", "65536", "-1"])
def test_a_number_that_cannot_be_is_refused_by_name(monkeypatch, raw):
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(ImproperlyConfigured, match=f"PORT=.*{raw}"):
        env_int("PORT", 8000, at_least=1, at_most=65535)


def test_words_of_blanks_are_the_default(monkeypatch):
    monkeypatch.setenv("SITE_NAME", "  ")
    assert env_str("SITE_NAME", "Record") == "Record"


def test_a_folder_may_stand_under_the_home_folder(monkeypatch):
    monkeypatch.setenv("DATA_DIR", "~/news")
    assert env_path("DATA_DIR", Path("/var")) == Path.home() / "news"


def test_a_database_nobody_named_is_the_default(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env_database("DATABASE_URL", SQLITE)["NAME"] == "here.sqlite3"


def test_postgresql_is_named_by_its_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ann:s%40lt@db.example:5433/news?sslmode=require")
    found = env_database("DATABASE_URL", SQLITE)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("ann", "s@lt")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "news")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_sqlite_is_named_by_its_file_and_served_by_ours(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/news.sqlite3")
    found = env_database("DATABASE_URL", SQLITE)
    assert (found["ENGINE"], found["NAME"]) == ("briportal.sqlite", "/srv/news.sqlite3")


def test_a_connection_is_kept_and_asked_whether_it_still_answers(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://127.0.0.1/news")
    found = env_database("DATABASE_URL", SQLITE)
    assert found["CONN_MAX_AGE"] == 60
    assert found["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize("url", ["mysql://ann:secret@db/news", "news.sqlite3", "secret://x"])
def test_another_database_is_refused_and_its_password_not_repeated(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        env_database("DATABASE_URL", SQLITE)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "https://news.example.org/", "http://[::1]:80"]
)
def test_the_site_has_one_address_without_a_slash_at_its_end(monkeypatch, address):
    monkeypatch.setenv("SITE_URL", address)
    assert env_site("SITE_URL", "http://x") == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    ["news.example.org", "ftp://x", "https://", "http://[", "https://x:port", "https://x:99999",
     "https://x/news", "https://x?q", "https://x#top", "https://ann@x", "http://[::::]"],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused_by_name(monkeypatch, address):
    monkeypatch.setenv("SITE_URL", address)
    with pytest.raises(ImproperlyConfigured, match=r"SITE_URL=.*https://news\.example\.org"):
        env_site("SITE_URL", "http://x")


def test_a_time_zone_is_read(monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "Asia/Almaty")
    assert env_time_zone("TIME_ZONE", "UTC") == "Asia/Almaty"


@pytest.mark.parametrize("zone", ["Mars", "Asia", "/etc/passwd", "../UTC", "UTC+6"])
def test_a_time_zone_nobody_keeps_is_refused_by_name(monkeypatch, zone):
    monkeypatch.setenv("TIME_ZONE", zone)
    with pytest.raises(ImproperlyConfigured, match="TIME_ZONE=.*Asia/Almaty"):
        env_time_zone("TIME_ZONE", "UTC")
