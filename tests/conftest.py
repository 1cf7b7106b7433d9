"""What every test may use: Chromium for browser tests, and settings that suit them."""

from __future__ import annotations

import gc
import os
import shutil

import pytest
from django.db import connections
from playwright.sync_api import expect

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))),
    None,
)
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# Five seconds, Playwright's own, are too few on a busy machine.
expect.set_options(timeout=30_000)

# pytest-playwright drives Chromium from the test's own thread, beside Django's live server.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need Chromium: without it they are skipped and say so; in CI they fail."""
    if CHROMIUM or IN_CI:
        return
    reason = "No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM."
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    if CHROMIUM is None:
        pytest.fail("Browser tests need Chromium: apt-get install chromium, or set CHROMIUM.")
    options = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
               "--disable-background-networking", "--disable-component-update"]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")
    return {"executable_path": CHROMIUM, "args": options}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Instead of pytest-base-url's own fixture, which warns, and warnings are errors here."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite's tests use a file, as the site does.

    In memory every thread of the live server would share one connection: one request's statement
    would fall into another one's transaction, and meet "database table is locked".
    """
    database = connections["default"]
    if database.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        database.settings_dict["TEST"]["NAME"] = str(folder / "tests.sqlite3")


@pytest.fixture(autouse=True)
def own_media_folder(settings, tmp_path):
    """No test writes into the data folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.fixture
def complaints(page):
    """What the browser's console was told of: blocked by the policy, thrown, not found."""
    told = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again took a ninth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", help="Fail the run if any test was skipped."
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--no-skips") and _skipped(session.config):
        session.exitstatus = 1


def pytest_terminal_summary(config: pytest.Config) -> None:
    skipped = _skipped(config)
    if config.getoption("--no-skips") and skipped:
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line(f"Failed: {skipped} skipped, and --no-skips lets none be.", red=True)


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter else 0
