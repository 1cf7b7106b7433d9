"""With an https address the public comes: what is refused, and what becomes strict."""

from __future__ import annotations

import json

import pytest

HTTPS = "https://news.example.org"

SETTINGS = """
import json
from django.conf import settings
names = '''ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE
    SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT SAMPLES DEBUG'''.split()
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def settings_of(install, **environment):
    code, said = install.manage("shell", "--no-imports", "-c", SETTINGS, **environment)
    assert code == 0, said
    return json.loads(said)


def test_an_https_address_makes_hosts_and_cookies_strict(install):
    del install.environment["SAMPLES"]
    assert settings_of(install, SITE_URL=HTTPS) == {
        "ALLOWED_HOSTS": ["news.example.org"],
        "CSRF_TRUSTED_ORIGINS": [HTTPS],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "SAMPLES": False,
        "DEBUG": False,
    }


def test_ones_own_machine_is_no_production_and_debug_is_off(install):
    del install.environment["SAMPLES"]
    found = settings_of(install)
    assert found["CSRF_TRUSTED_ORIGINS"] == [f"http://127.0.0.1:{install.environment['PORT']}"]
    assert not found["SESSION_COOKIE_SECURE"]
    assert not found["SECURE_SSL_REDIRECT"]
    assert found["SAMPLES"]
    assert not found["DEBUG"]


def test_production_does_not_start_before_migrations_and_says_which_command(install):
    code, said = install.manage("serve", SITE_URL=HTTPS)
    assert code == 1
    assert "newsroom.0001_initial" in said
    assert "manage.py migrate" in said
    assert "Traceback" not in said


def test_another_server_is_refused_before_migrations_too(install):
    code, said = install.run("-c", "import briportal.wsgi", SITE_URL=HTTPS)
    assert code == 1
    assert "manage.py migrate" in said


def test_another_server_is_refused_before_static_files_are_collected(install):
    """Without them every page would fail, one by one."""
    assert install.manage("migrate", "-v0", SITE_URL=HTTPS) == (0, "")
    code, said = install.run("-c", "import briportal.wsgi", SITE_URL=HTTPS)
    assert code == 1
    assert "manage.py collectstatic" in said


def test_the_deploy_check_names_migrations(install):
    code, said = install.manage("check", "--deploy", "--database", "default", SITE_URL=HTTPS)
    assert code == 1
    assert "desk.E001" in said


def test_production_does_not_start_with_a_weak_key(install):
    code, said = install.manage("serve", SITE_URL=HTTPS, SECRET_KEY="changeme")
    assert code == 1
    assert "Unset SECRET_KEY" in said
    assert "changeme" not in said
    assert "Traceback" not in said


def test_once_migrated_the_deploy_check_finds_nothing(install):
    assert install.manage("migrate", "-v0", SITE_URL=HTTPS) == (0, "")
    code, said = install.manage(
        "check", "--deploy", "--database", "default", "--fail-level", "WARNING", SITE_URL=HTTPS
    )
    assert code == 0, said


@pytest.mark.parametrize("address", ["news.example.org", "https://", "ftp://x", "https://x/news"])
def test_an_address_that_is_none_is_refused_by_name(install, address):
    code, said = install.manage("check", SITE_URL=address)
    assert code == 1
    assert said.startswith(f"SITE_URL='{address}' is not an address")
