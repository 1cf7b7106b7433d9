from django import forms

from newsroom.admin.fields import MarkdownField
from newsroom.widgets import MarkdownWidget


class TextForm(forms.Form):
    body = MarkdownField(initial="<b>Aktau</b> & the sea")


def test_text_stands_escaped_in_a_plain_textarea():
    html = str(TextForm()["body"])
    assert "&lt;b&gt;Aktau&lt;/b&gt; &amp; the sea</textarea>" in html
    assert 'name="body"' in html


def test_nothing_of_markdownx_is_loaded_or_configured():
    page = str(TextForm().media) + str(TextForm()["body"])
    assert "markdownx" not in page


def test_script_is_a_module_of_ours():
    assert '<script src="/static/desk/editor.js" type="module"></script>' in str(
        MarkdownWidget().media
    )


def test_page_without_script_shows_no_dead_buttons():
    html = str(TextForm()["body"])
    assert 'role="toolbar" aria-label="Formatting" hidden' in html


def test_every_button_is_a_word_and_none_submits_the_form():
    html = str(TextForm()["body"])
    words = ["Heading", "Bold", "Italic", "Link", "List", "Quote", "Picture", "Note"]
    assert all(f">{word}</button>" in html for word in words)
    assert html.count("<button") == html.count('<button type="button"') == len(words)


def test_attributes_given_by_a_form_win():
    html = MarkdownWidget(attrs={"rows": 30, "lang": "ar"}).render("body", "", attrs={"id": "x"})
    assert 'rows="30"' in html
    assert 'lang="ar"' in html
    assert 'id="x"' in html
