"""Screenshots of the main pages, to be looked at: `python -m bench.screens [FOLDER]`.

The real site is started with its samples in a folder of its own; nothing of yours is touched.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.browser import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {360: 740, 768: 1024, 1280: 900}
SCHEMES = ("light", "dark")
LANGUAGES = {"en": "", "zh": "/zh", "ar": "/ar"}
# A word that the samples of each language hold.
ASKED = {"en": "railway", "zh": "铁路", "ar": "سكك"}
# Long pages are cut here: what comes further down looks like what is above.
TALLEST = 6000
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def site(folder: Path) -> Iterator[tuple[str, str]]:
    """The site with samples, served as `make run` does; its address and one-time password."""
    port = free_port()
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port)}
    for name in ("DATABASE_URL", "SITE_URL", "SAMPLES", "DEBUG"):
        environment.pop(name, None)
    log = folder / "log.txt"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server, log)
        said = log.read_text("utf-8")
        password = re.search(r"One-time password: (\S+)", said)
        yield url, password[1] if password else ""
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    raise SystemExit(f"The site did not start:\n{log.read_text('utf-8')}")


def log_in(context: BrowserContext, url: str, password: str) -> None:
    """As the administrator does the first time: the one-time password, then one of their own."""
    page = context.new_page()
    page.goto(f"{url}/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", password)
    page.click("[type=submit]")
    own = "glazed celadon station"
    if page.locator("#id_new_password1").count():
        if page.locator("#id_old_password").count():
            page.fill("#id_old_password", password)
        page.fill("#id_new_password1", own)
        page.fill("#id_new_password2", own)
        page.click("main [type=submit], #content [type=submit]")
    page.close()


def first_link(context: BrowserContext, url: str, inside: str) -> str:
    """The address of the first link on `url` that leads into the folder `inside`."""
    page = context.new_page()
    page.goto(url)
    wanted = re.compile(re.escape(inside) + r"[^/?#]+/$")
    found = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    page.close()
    return next((href for href in found if wanted.fullmatch(href)), "")


def linked_turn(context: BrowserContext, url: str) -> str:
    """The anchor of a turn in the middle of an interview."""
    page = context.new_page()
    page.goto(url)
    ids = page.eval_on_selector_all("[id^='t-']", "all => all.map(each => each.id)")
    page.close()
    turns = [each for each in ids if re.fullmatch(r"t-[^-]+", each)]
    return turns[len(turns) // 2] if turns else ""


def public_pages(context: BrowserContext, url: str) -> dict[str, str]:
    """Name → path of every public page to show."""
    pages = {}
    for code, prefix in LANGUAGES.items():
        pages[f"front-{code}"] = f"{prefix}/"
        pages[f"search-{code}"] = f"{prefix}/search/?q={ASKED[code]}"
        pages[f"checks-{code}"] = f"{prefix}/checks/"
        article = first_link(context, f"{url}{prefix}/articles/", f"{prefix}/articles/")
        interview = first_link(context, f"{url}{prefix}/interviews/", f"{prefix}/interviews/")
        if article:
            pages[f"article-{code}"] = article
        if interview:
            turn = linked_turn(context, url + interview)
            pages[f"interview-{code}"] = f"{interview}#{turn}" if turn else interview
    return pages


def desk_pages(context: BrowserContext, url: str) -> dict[str, str]:
    pages = {"desk": "/admin/"}
    for kind in ("article", "interview"):
        listed = f"/admin/{kind}s/{kind}/"
        page = context.new_page()
        page.goto(url + listed)
        links = page.eval_on_selector_all(
            "a[href]", "all => all.map(a => [a.getAttribute('href'), a.textContent.trim()])"
        )
        page.close()
        forms = [each for each in links if re.search(r"/\d+/change/", each[0])]
        # An English piece, where there is one.
        forms.sort(key=lambda each: not re.match(r"[“\"A-Za-z]+ ", each[1]))
        form = forms[0][0] if forms else ""
        pages[f"form-{kind}"] = form.partition("?")[0] or f"{listed}add/"
        if number := re.search(r"/(\d+)/change/", form):
            pages[f"notes-{kind}"] = f"/admin/desk/notes/{number[1]}/"
    return pages


def shoot(context: BrowserContext, url: str, path: str, file: Path, *, whole: bool) -> str:
    """Take one picture; say what a glance might miss."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    page.goto(url + path, wait_until="networkidle")
    page.wait_for_timeout(300 if whole else 1200)  # the desk's preview comes a moment later
    sideways = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if sideways > 0:
        errors.append(f"scrolls sideways by {sideways}px")
    at_turn = "#" in path
    if whole and not at_turn:
        height = min(TALLEST, page.evaluate("() => document.documentElement.scrollHeight"))
        size: Any = {"width": page.viewport_size["width"], "height": max(height, 400)}
        page.set_viewport_size(size)
    page.screenshot(path=file)
    page.close()
    return "; ".join(errors)


def take_all(browser: Browser, url: str, password: str, folder: Path) -> int:
    """Every page in every width and scheme; returns how many had something to say."""
    context = browser.new_context()
    log_in(context, url, password)
    state: Any = context.storage_state()
    pages = {**public_pages(context, url), **desk_pages(context, url)}
    context.close()
    noticed = 0
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                storage_state=state,
                reduced_motion="reduce",
            )
            for name, path in pages.items():
                file = folder / f"{name}-{width}-{scheme}.png"
                said = shoot(context, url, path, file, whole=not path.startswith("/admin/"))
                if said:
                    noticed += 1
                    print(f"  {file.name}: {said}")
            context.close()
    print(f"{len(pages) * len(WIDTHS) * len(SCHEMES)} screenshots in {folder}")
    return noticed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "var" / "screens")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="briportal-screens-"))
    try:
        with site(data) as (url, password), opened() as browser:
            noticed = take_all(browser, url, password, folder)
    finally:
        shutil.rmtree(data, ignore_errors=True)
    return 1 if noticed else 0


if __name__ == "__main__":
    sys.exit(main())
