"""The secret key: from the environment, or a file of its own in the data folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MIN_LENGTH = 50
FILE_NAME = "secret-key"


def secret_key(data_dir: Path, *, production: bool) -> str:
    """The key; made on the first call, readable by its owner only.

    Raises ImproperlyConfigured for a weak key in production, naming the remedy.
    """
    key = os.environ.get("SECRET_KEY", "").strip() or _from_file(data_dir / FILE_NAME)
    if production and (len(key) < MIN_LENGTH or len(set(key)) < 12):
        raise ImproperlyConfigured(
            f"The secret key is too weak for a public site: it needs {MIN_LENGTH} characters. "
            f"Unset SECRET_KEY and delete {data_dir / FILE_NAME} to have a strong one made."
        )
    return key


def _from_file(path: Path) -> str:
    """The key in `path`. Several workers may start at once: the first to link its file wins."""
    try:
        if not path.exists():
            _make(path)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be kept in {path} ({error.strerror}). "
            "Let this account write there, or set DATA_DIR to a folder where it may."
        ) from None


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    # A link, unlike a rename, never replaces the key that another process made meanwhile.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
