"""The secret key: made once, kept from others, and strong where the public comes."""

from __future__ import annotations

import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from briportal.secret import FILE_NAME, MIN_LENGTH, secret_key
from tests.briportal.installs import PATIENCE

STRONG = "correct-horse-battery-staple-0123456789-Zanzibar-Khorgos"

WORKER = """
import sys
from pathlib import Path
from briportal.secret import secret_key
sys.stdin.readline()
print(secret_key(Path(sys.argv[1]), production=False))
"""


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)


def test_the_first_call_makes_a_key_that_only_its_owner_reads(tmp_path):
    secret_key(tmp_path / "new", production=True)
    mode = (tmp_path / "new" / FILE_NAME).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_later_calls_return_the_same_key(tmp_path):
    first = secret_key(tmp_path, production=True)
    assert len(first) >= MIN_LENGTH
    assert secret_key(tmp_path, production=True) == first


def test_two_installs_have_two_keys(tmp_path):
    assert secret_key(tmp_path / "a", production=True) != secret_key(
        tmp_path / "b", production=True
    )


def test_workers_that_start_at_once_agree_on_one_key(tmp_path):
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path / "new")],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    keys = {worker.communicate(timeout=PATIENCE)[0] for worker in workers}
    assert len(keys) == 1
    assert len(keys.pop()) > MIN_LENGTH
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE_NAME]


def test_a_key_made_meanwhile_is_not_replaced(tmp_path, monkeypatch):
    """Another worker's file appears between looking for one and keeping ours."""
    import os

    link = os.link

    def slow_link(draft, path):
        path.write_text(STRONG)
        link(draft, path)

    monkeypatch.setattr(os, "link", slow_link)
    assert secret_key(tmp_path, production=False) == STRONG
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_the_environment_wins_and_no_file_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", STRONG)
    assert secret_key(tmp_path, production=True) == STRONG
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("weak", ["short", "a" * 80, "changeme" * 10])
def test_a_weak_key_is_refused_in_production_with_the_remedy(tmp_path, monkeypatch, weak):
    monkeypatch.setenv("SECRET_KEY", weak)
    with pytest.raises(ImproperlyConfigured, match="Unset SECRET_KEY") as refused:
        secret_key(tmp_path, production=True)
    assert weak not in str(refused.value)


def test_a_weak_key_will_do_on_ones_own_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "short")
    assert secret_key(tmp_path, production=False) == "short"


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(tmp_path):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ImproperlyConfigured, match=f"{file}.*set DATA_DIR"):
        secret_key(file / "under", production=False)
