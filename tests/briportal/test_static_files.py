"""What a reader's browser gets of the style sheets."""

import gzip

from django.core.files.base import ContentFile

from briportal.static_files import StaticFiles, without_comments

SHEET = "static/portal/portal.css"


def test_comments_go_and_what_looks_like_one_in_a_string_stays():
    css = "/* Why.\n so */\na { content: \"/* kept */\"; } /* and */ b { content: '\\'/*'; } /* */"
    assert without_comments(css) == "a { content: \"/* kept */\"; } b { content: '\\'/*'; } "


def test_sheets_are_collected_without_comments_and_other_files_as_they_are(tmp_path):
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    storage.save("a.css", ContentFile(b"/* Why. */ a { color: red; }"))
    storage.save("a.js", ContentFile(b"/* Why. */ a()"))
    list(storage.post_process({name: (storage, name) for name in ("a.css", "a.js")}))
    for name in ("a.css", storage.stored_name("a.css")):
        assert (tmp_path / name).read_bytes() == b"a { color: red; }"
    for name in ("a.js", storage.stored_name("a.js")):
        assert (tmp_path / name).read_bytes() == b"/* Why. */ a()"


def test_the_portals_sheet_is_small_as_it_is_served(settings):
    css = without_comments((settings.BASE_DIR / SHEET).read_text("utf-8"))
    assert len(gzip.compress(css.encode(), 6, mtime=0)) <= 9_000
