"""Is a page harmless? Its markup against a list of what we make, and what Chromium saw it do."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

# Everything the public pages are made of. What is not here came from somebody else.
TAGS = {
    "html", "head", "meta", "title", "link", "body", "a", "header", "p", "nav", "ul", "li",
    "details", "summary", "main", "article", "section", "h1", "h2", "h3", "h4", "h5", "h6", "div",
    "span", "bdi", "b", "time", "figure", "img", "figcaption", "ol", "sup", "strong", "em", "del",
    "code", "pre", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "br", "hr", "footer",
    "form", "label", "input", "button", "mark", "q", "cite", "fieldset", "legend", "select",
    "option", "dl", "dt", "dd", "small", "script", "s", "abbr", "kbd", "sub", "audio", "video",
    "svg", "rect", "aside", "dfn",
}  # fmt: skip
# The bar that shows who spoke how much: shapes without a word or an address.
SHAPES = {
    "svg": {"viewbox", "preserveaspectratio", "aria-hidden", "focusable"},
    "rect": {"class", "width", "height"},
}
SCHEMES = {"", "http", "https", "mailto"}
# The one script of the public pages, and where what it plays lies.
PLAYER = re.compile(r"/static/portal/player(?:\.[0-9a-f]{12})?\.js")
RECORDING = re.compile(
    r"/(?:media/recordings/[0-9a-f]{32}\.[a-z0-9]{3,4}|admin/desk/recordings/[0-9a-f]{32}/)"
)
ADDRESSES = {"href", "src", "action", "formaction", "poster", "cite", "data", "srcset"}


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.ld: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        given = dict(attributes)
        if not given.keys() <= SHAPES.get(tag, given.keys()):
            self.wrong.append(f"<{tag} {given}>")
        if tag == "script":
            if given == {"type": "application/ld+json"}:
                self.ld = []
            elif set(given) != {"type", "src"} or not _is_player(given):
                self.wrong.append(f"<script {given}>")
        if tag in {"audio", "video"} and not RECORDING.fullmatch(given.get("src") or ""):
            self.wrong.append(f"<{tag} {given}>")
        if tag == "meta" and "http-equiv" in given:
            self.wrong.append("<meta http-equiv>")
        if tag == "form" and given.get("method", "get").lower() != "get":
            self.wrong.append("<form> that posts")
        for name, value in attributes:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.wrong.append(f"{tag}[{name}]")
            if name in ADDRESSES and not _safe(value or ""):
                self.wrong.append(f"{tag}[{name}={value!r:.60}]")
            if tag in {"img", "link"} and name in {"src", "href"} and _outside(tag, value, given):
                self.wrong.append(f"{tag} loads {value!r:.60}")

    def handle_data(self, text: str) -> None:
        if self.ld is not None:
            self.ld.append(text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.ld is not None:
            try:
                json.loads("".join(self.ld))
            except ValueError:
                self.wrong.append("JSON-LD that is no JSON")
            self.ld = None

    def handle_comment(self, text: str) -> None:
        self.wrong.append(f"comment {text[:30]!r}")


def _is_player(given: dict[str, str | None]) -> bool:
    return given["type"] == "module" and bool(PLAYER.fullmatch(given["src"] or ""))


def _safe(address: str) -> bool:
    # Browsers drop these before they look for a scheme.
    plain = address.strip().replace("\t", "").replace("\n", "").replace("\r", "")
    try:
        return urlsplit(plain).scheme.lower() in SCHEMES
    except ValueError:
        return plain.lower().startswith(("http://", "https://", "/", "#"))


def _outside(tag: str, value: str | None, given: dict[str, str | None]) -> bool:
    if tag == "link" and given.get("rel") in {"canonical", "alternate"}:
        return False
    return not (value or "").startswith(("/static/", "/media/"))


def wrong_in(html: str) -> list[str]:
    """What in a public page is not of our making."""
    parser = _Strict()
    parser.feed(html)
    parser.close()
    return parser.wrong


# In every frame, before any script of the page: whatever a payload calls is written down.
WATCH = """
window.__hits = [];
for (const name of ['alert', 'prompt', 'confirm', 'print', 'open', '__hit'])
  window[name] = word => { window.__hits.push(name + '(' + String(word).slice(0, 40) + ')'); };
window.addEventListener('error', event => {
  if (event.target === window) window.__hits.push('script error: ' + event.message);
});
"""

# The document as the browser understood it, walked after every link and field got the focus.
WALK = """
() => {
  const wrong = [...window.__hits];
  for (const node of document.querySelectorAll('*')) {
    const name = node.localName;
    if (['iframe', 'object', 'embed', 'style', 'math', 'base', 'frame', 'source', 'track',
         'marquee', 'template', 'portal', 'fencedframe'].includes(name)) wrong.push('<' + name + '>');
    if (name === 'svg' && !node.matches('.share > svg')) wrong.push('<svg>');
    const own = new RegExp('^' + location.origin.replaceAll('.', '[.]') + '/' + {
      script: 'static/portal/player([.][0-9a-f]{12})?[.]js$',
      audio: 'media/recordings/[0-9a-f]{32}[.][a-z0-9]{3,4}$',
      video: 'media/recordings/[0-9a-f]{32}[.][a-z0-9]{3,4}$',
    }[name]);
    if (['audio', 'video'].includes(name) && !own.test(node.src)) wrong.push('<' + name + '>');
    if (name === 'script' && node.type !== 'application/ld+json' &&
        !(node.type === 'module' && own.test(node.src))) wrong.push('<script>');
    for (const each of node.attributes)
      if (/^on|^style$|^srcdoc$/i.test(each.name)) wrong.push(name + '[' + each.name + ']');
    if (name === 'a' && node.hasAttribute('href') && node.href &&
        !['http:', 'https:', 'mailto:', ':'].includes(node.protocol))
      wrong.push('link to ' + node.href.slice(0, 60));
  }
  for (const node of document.querySelectorAll('main a, main [tabindex], input'))
    { node.focus(); node.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})); }
  return [...wrong, ...window.__hits];
}
"""


class Visit:
    """A Chromium page without CSP that notes dialogs, outside requests, errors and hits."""

    def __init__(self, browser: Any, site: str) -> None:
        self.site = site
        self.wrong: list[str] = []
        self.context = browser.new_context(bypass_csp=True)
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script error {error}"))
        self.page.on("popup", lambda popup: self.wrong.append(f"popup {popup.url}"))
        self.context.route(lambda url: not url.startswith(site), self._outside)

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"dialog {dialog.message[:40]!r}")
        dialog.dismiss()

    def _outside(self, route: Any) -> None:
        self.wrong.append(f"request to {route.request.url[:80]}")
        route.abort()

    def see(self, path: str) -> list[str]:
        """What was wrong with the page at `path`."""
        self.wrong.clear()
        self.page.goto(self.site + path, wait_until="load")
        found = self.page.evaluate(WALK)
        if not self.page.url.startswith(self.site + path.partition("#")[0][:8]):
            self.wrong.append(f"went to {self.page.url[:80]}")
        return [*found, *self.wrong]
