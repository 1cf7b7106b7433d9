"""The virtual environment: made where it can be, and left alone while nothing changed."""

from __future__ import annotations

import importlib.util
import subprocess

import pytest
from django.conf import settings

REQUIREMENTS = "# Runtime\nDjango==1\n\n# Development\npytest==2\n"


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """bin/bootstrap.py for a project in `tmp_path`; `.installed` is what pip was asked for."""
    spec = importlib.util.spec_from_file_location(
        "bootstrap", settings.BASE_DIR / "bin" / "bootstrap.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    module.installed = []
    module.really_install = module.install
    monkeypatch.setattr(module, "install", module.installed.append)
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS)
    return module


@pytest.fixture
def with_environment(bootstrap):
    bootstrap.PYTHON.parent.mkdir(parents=True)
    bootstrap.PYTHON.touch()
    return bootstrap


def test_the_site_needs_no_development_packages(with_environment):
    with_environment.main("run")
    (wanted,) = with_environment.installed
    assert "Django" in wanted
    assert "pytest" not in wanted


def test_tests_need_both(with_environment):
    with_environment.main("dev")
    (wanted,) = with_environment.installed
    assert "Django" in wanted
    assert "pytest" in wanted


def test_pip_is_not_asked_again_while_nothing_changed(with_environment):
    for what in ("run", "run", "dev", "dev", "run"):
        with_environment.main(what)
    assert len(with_environment.installed) == 2


def test_pip_is_asked_when_a_version_changes(with_environment, tmp_path):
    with_environment.main("run")
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS.replace("==1", "==3"))
    with_environment.main("run")
    assert "Django==3" in with_environment.installed[-1]


def test_a_failed_install_is_tried_again(with_environment, monkeypatch):
    def fail(requirements):
        raise SystemExit(1)

    with monkeypatch.context() as broken:
        broken.setattr(with_environment, "install", fail)
        with pytest.raises(SystemExit):
            with_environment.main("run")
    with_environment.main("run")
    assert len(with_environment.installed) == 1


def test_an_environment_is_made_without_ensurepip(bootstrap, monkeypatch):
    """As on Debian, whose python3 brings `venv` and not `ensurepip`."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    bootstrap.main("run")
    inside = "import sys, importlib.util as u; print(sys.prefix, u.find_spec('pip'))"
    said = subprocess.run([bootstrap.PYTHON, "-c", inside], capture_output=True, text=True)
    assert said.stdout.split() == [str(bootstrap.VENV), "None"]


def test_an_environment_without_pip_is_filled_by_the_pip_outside(bootstrap, monkeypatch):
    asked = []

    def run(command, **options):
        asked.append(command)
        # The environment's own pip does not answer; the other does.
        failed = command[0] == str(bootstrap.PYTHON)
        return subprocess.CompletedProcess(command, int(failed), "", "")

    monkeypatch.setattr(subprocess, "run", run)
    bootstrap.really_install(REQUIREMENTS)
    assert asked[-1][1:5] == ["-m", "pip", "--python", str(bootstrap.PYTHON)]
    assert "install" in asked[-1]


def test_a_python_without_pip_says_what_to_install(bootstrap, monkeypatch):
    monkeypatch.setattr(
        subprocess, "run", lambda command, **options: subprocess.CompletedProcess(command, 1)
    )
    with pytest.raises(SystemExit, match="apt-get install python3-venv python3-pip"):
        bootstrap.really_install(REQUIREMENTS)


def test_an_old_python_is_refused_by_its_number(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match="needs Python 3.11 or newer"):
        bootstrap.main("run")
