"""The command on a machine where nothing was set up yet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

FIXTURE = Path(__file__).parent / "fixtures" / "belt-and-road.txt"


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_an_empty_database_is_answered_with_the_remedy(tmp_path, options):
    environ = {**os.environ, "DATA_DIR": str(tmp_path)}
    environ.pop("DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "manage.py", "import_manuscript", *options, str(FIXTURE)],
        cwd=settings.BASE_DIR, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "make run" in run.stderr
    assert "manage.py migrate" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
