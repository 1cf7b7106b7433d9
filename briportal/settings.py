"""Settings: safe by default, and read from the environment only where two installs differ.

PORT, DATA_DIR, DATABASE_URL, SITE_URL, SITE_NAME, TIME_ZONE, DEBUG, SAMPLES and SECRET_KEY are
all there is; README.md says what each is for.
"""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from briportal.env import (
    SQLITE,
    env_bool,
    env_database,
    env_int,
    env_path,
    env_site,
    env_str,
    env_time_zone,
)
from briportal.secret import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env_path("DATA_DIR", BASE_DIR / "var")
PORT = env_int("PORT", 8000, at_least=1, at_most=65535)
DEBUG = env_bool("DEBUG", False)
TESTING = "pytest" in sys.modules

# The one address of the site. Hosts, trusted origins, secure cookies and every absolute link
# come from it; an https address means production.
SITE_URL = env_site("SITE_URL", f"http://127.0.0.1:{PORT}")
_site = urlsplit(SITE_URL)
PRODUCTION = _site.scheme == "https"
SITE_NAME = env_str("SITE_NAME", "Belt & Road Record")
# Whether the first start on an empty database loads the sample content.
SAMPLES = env_bool("SAMPLES", not PRODUCTION)

SECRET_KEY = secret_key(DATA_DIR, production=PRODUCTION)
ALLOWED_HOSTS = [_site.hostname]
if not PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "markdownx",
    "newsroom",
    "annotations",
    "articles",
    "interviews",
    "manuscripts",
    "portal",
    "desk",
]

MIDDLEWARE = [
    # First, so that no answer is without it: not a redirect, not a static file.
    "briportal.middleware.SecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "briportal.middleware.PublicGZipMiddleware",
    "briportal.middleware.PublicConditionalGetMiddleware",
    "briportal.middleware.AdminSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "briportal.middleware.AdminCsrfMiddleware",
    "briportal.middleware.AdminAuthenticationMiddleware",
    "briportal.middleware.AdminMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "briportal.urls"
WSGI_APPLICATION = "briportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Widgets' templates lie in templates/ with all the others.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# SQLite by default; DATABASE_URL moves to PostgreSQL.
_database: dict[str, Any] = env_database(
    "DATABASE_URL",
    {"ENGINE": SQLITE, "NAME": DATA_DIR / "briportal.sqlite3"},
)
if _database["ENGINE"] == SQLITE:
    # A writer takes the lock when its transaction begins and waits for it up to 20 s:
    # upgrading a read lock later fails at once with "database is locked". A front page reads more
    # than the 2 MB that SQLite keeps of a file by itself: it read them anew each time.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "newsroom.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
TIME_ZONE = env_time_zone("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "briportal.formats"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Tests and DEBUG need no collectstatic first.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "briportal.static_files.StaticFiles"
    },
}
# 50 MB manuscripts are refused in words by the importer, not by a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Larger files arrive beside the media, on the disk that will hold them.
UPLOADS_ROOT = DATA_DIR / "uploads"
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "newsroom.spooling.SpooledUpload",
]

# Cookies live under /admin/: readers never get one.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = "/admin/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None

# What Django would ask of production and this site answers otherwise: its CSRF middleware is a
# subclass (W003), the preview is a frame of our own (W019), and whether all subdomains are https
# is for whoever owns the domain (W005, W021).
SILENCED_SYSTEM_CHECKS = [f"security.{check}" for check in ("W003", "W005", "W019", "W021")]
# Fonts and scripts are for our own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Faults go to the server's own output, whole; Django alone would e-mail them to nobody. Pages
# asked for that do not exist, and scanners that guess at hosts, are no faults.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["output"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
