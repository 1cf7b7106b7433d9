"""Make the virtual environment and keep it at what requirements.txt says. Standard library only.

python3 bin/bootstrap.py run    what the site needs
python3 bin/bootstrap.py dev    what tests and linters need as well
"""

import hashlib
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
REQUIREMENTS = ROOT / "requirements.txt"
DEVELOPMENT = "# Development"


def main(what: str) -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"This needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    wanted = REQUIREMENTS.read_text()
    if what == "run":
        wanted = wanted.partition(DEVELOPMENT)[0]
    digest = hashlib.sha256(f"{sys.version_info[:2]}\n{wanted}".encode()).hexdigest()
    stamps = [VENV / "installed-dev", VENV / f"installed-{what}"]
    if PYTHON.exists() and any(is_current(stamp, what, digest) for stamp in stamps):
        return
    if not PYTHON.exists():
        print(f"Making a virtual environment in {VENV.name}/ …", flush=True)
        make_environment()
    print("Installing what requirements.txt names …", flush=True)
    install(wanted)
    runtime = REQUIREMENTS.read_text().partition(DEVELOPMENT)[0]
    (VENV / "installed-run").write_text(
        hashlib.sha256(f"{sys.version_info[:2]}\n{runtime}".encode()).hexdigest()
    )
    (VENV / f"installed-{what}").write_text(digest)


def is_current(stamp: Path, what: str, digest: str) -> bool:
    return stamp.name == f"installed-{what}" and stamp.exists() and stamp.read_text() == digest


def make_environment() -> None:
    """With pip inside where Python brings it; Debian's python3 without python3-venv does not."""
    has_pip = importlib.util.find_spec("ensurepip") is not None
    options = [] if has_pip else ["--without-pip"]
    made = subprocess.run(
        [sys.executable, "-m", "venv", *options, str(VENV)], capture_output=True, text=True
    )
    if made.returncode and has_pip:
        # ensurepip is there but its wheels are not.
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)],
            capture_output=True,
            text=True,
        )
    if made.returncode:
        sys.exit(f"Python could not make {VENV}:\n{made.stderr or made.stdout}")


def install(wanted: str) -> None:
    """By the environment's own pip, or by this Python's for an environment without one."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
        file.write(wanted)
    inside = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True)
    if inside.returncode == 0:
        command = [str(PYTHON), "-m", "pip"]
    else:
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    command += ["install", "--quiet", "--disable-pip-version-check", "-r", file.name]
    done = subprocess.run(command)
    Path(file.name).unlink()
    if done.returncode:
        sys.exit("pip could not install everything; its message above says what and why.")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"run", "dev"}:
        sys.exit(__doc__)
    main(sys.argv[1])
