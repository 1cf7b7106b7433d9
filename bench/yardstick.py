"""A fixed piece of work that says how fast this machine is, at this moment.

Limits are times on the machine they were set on. The same work is timed beside every figure, in the
same seconds, and the figure is judged as if the yardstick had taken here what it took there. It is
made of what the site leans on (templates and SQL of Django, expressions, JSON, SQLite, comrak and
nh3), but of no line of the site's own, so that it cannot become faster with the site. It does with
a newer Python or Django: then REFERENCE_MS is derived anew, as docs/architecture.md says.
"""

from __future__ import annotations

import gc
import json
import re
import sqlite3
import time
from functools import cache
from typing import Any

import comrak
import nh3
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.template import Context, Engine, Template

REFERENCE_MS = 3.3

_TEXT = (
    "The **line** from the port to the [dry dock](https://example.org/dock) was opened in 1904, "
    "closed twice, and is measured here by nobody's clock but its own; 3,412 wagons went over it. "
)
_ROWS = [
    {"number": number, "title": f"Station {number} & its yard", "words": _TEXT.split()[:8]}
    for number in range(30)
]
_TEMPLATE = """{% for row in rows %}<li id="row-{{ row.number }}"{% if row.number == 7 %} lang="en"
{% endif %}><a href="/rows/{{ row.number }}/">{{ row.title }}</a> {% with first=row.words.0 %}{{
first|lower }}{% endwith %}{% for word in row.words %} <b>{{ word }}</b>{% endfor %}</li>
{% endfor %}"""


def lap() -> float:
    """How many times the processor time there the work takes here, now."""
    _work()  # what the figure drove out of the processor's memory comes back in
    enabled = gc.isenabled()
    gc.disable()  # the figure's garbage is not the yardstick's
    start = time.process_time()
    _work()
    spent = time.process_time() - start
    if enabled:
        gc.enable()
    return spent * 1000 / REFERENCE_MS


def _work() -> None:
    _template().render(Context({"rows": _ROWS}))
    for number in range(4):
        asked = ContentType.objects.filter(Q(app_label="a") | Q(model__in=["b", str(number)]))
        str(asked.order_by("-pk").values_list("pk", "model").query)
    rows = json.loads(json.dumps(_ROWS * 3))
    found = [match[0].casefold() for match in re.finditer(r"\w+|[^\w\s]", _TEXT * 30)]
    counts: dict[str, int] = {}
    for word in found:
        counts[word] = counts.get(word, 0) + 1
    _database().execute("DELETE FROM kept")
    _database().executemany(
        "INSERT INTO kept VALUES (?, ?)", [(row["number"], row["title"]) for row in rows[:30]]
    )
    _database().execute("SELECT * FROM kept ORDER BY title DESC").fetchall()
    nh3.clean(comrak.render_markdown(_TEXT * 80))


@cache
def _template() -> Template:
    return Engine(debug=False, autoescape=True).from_string(_TEMPLATE)


@cache
def _database() -> Any:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("CREATE TABLE kept (number INTEGER PRIMARY KEY, title TEXT)")
    return database
