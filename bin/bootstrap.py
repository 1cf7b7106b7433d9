"""Make the virtual environment and keep it at what requirements.txt says. Standard library only.

python3 bin/bootstrap.py run    what the site needs
python3 bin/bootstrap.py dev    what tests and linters need as well
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DEVELOPMENT = "# Development"
REMEDY = "Debian and Ubuntu: apt-get install python3-venv python3-pip."


def main(what: str) -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"This needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    everything = (ROOT / "requirements.txt").read_text()
    runtime = everything.partition(DEVELOPMENT)[0]
    wanted = {"run": [runtime], "dev": [runtime, everything]}[what]
    if PYTHON.exists() and all(stamp(each).exists() for each in wanted):
        return
    if not PYTHON.exists():
        print("Making a virtual environment in .venv …", flush=True)
        make_environment()
    print("Installing what requirements.txt names …", flush=True)
    install(wanted[-1])
    for old in VENV.glob("installed-*"):
        old.unlink()
    for each in wanted:
        stamp(each).touch()


def stamp(requirements: str) -> Path:
    """The file that says these are installed. Its name changes with them, and with Python."""
    facts = f"{sys.version_info[:2]} {requirements}".encode()
    return VENV / f"installed-{hashlib.sha256(facts).hexdigest()[:16]}"


def make_environment() -> None:
    """By `venv`, without pip where `ensurepip` is missing (Debian's python3), else by virtualenv."""
    venv = [sys.executable, "-m", "venv", "--clear"]
    tried = []
    if importlib.util.find_spec("ensurepip"):
        tried.append(run([*venv, str(VENV)]))
    if not tried or tried[-1].returncode:
        tried.append(run([*venv, "--without-pip", str(VENV)]))
    if tried[-1].returncode:
        tried.append(virtualenv())
    if tried[-1].returncode:
        said = "\n".join(each.stdout + each.stderr for each in tried)
        sys.exit(f"{said}\nThis Python cannot make a virtual environment. {REMEDY}")


def virtualenv() -> "subprocess.CompletedProcess[str]":
    """virtualenv from a folder that is thrown away: the system's Python stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        installed = run([sys.executable, "-m", "pip", "install", "-q", "-t", folder, "virtualenv"])
        if installed.returncode:
            return installed
        paths = os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH")]))
        command = [sys.executable, "-m", "virtualenv", "--clear", str(VENV)]
        return run(command, env={**os.environ, "PYTHONPATH": paths})


def run(
    command: "list[str]", env: "dict[str, str] | None" = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, env=env, capture_output=True, text=True)


def install(requirements: str) -> None:
    """By the environment's own pip, or by this Python's for an environment without one."""
    pip = [str(PYTHON), "-m", "pip"]
    if run([*pip, "--version"]).returncode:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
        if run([sys.executable, "-m", "pip", "--version"]).returncode:
            sys.exit(f"This Python has no pip. {REMEDY}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requirements.txt")
        file.write_text(requirements)
        done = subprocess.run(
            [*pip, "install", "--quiet", "--disable-pip-version-check", "-r", str(file)]
        )
    if done.returncode:
        sys.exit("pip could not install everything; its message above says what and why.")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"run", "dev"}:
        sys.exit(__doc__)
    main(sys.argv[1])
