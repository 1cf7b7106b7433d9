"""A site of its own to measure or to attack: temporary folder, fresh database, nothing shared."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path


def set_up(*, static: bool = False) -> Path:
    """Make the site and load Django with it; return its folder, which goes when the run ends.

    DATABASE_URL is respected: its database must be empty, because it is filled.
    """
    folder = Path(tempfile.mkdtemp(prefix="briportal-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "briportal.settings"
    # Playwright keeps an event loop in the thread that also asks the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    for name in ("DEBUG", "SITE_URL"):
        os.environ.pop(name, None)

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    if static:
        call_command("collectstatic", interactive=False, verbosity=0)
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    return folder
