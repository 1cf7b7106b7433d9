from __future__ import annotations

import re

import pytest

from prose.html import PictureTag, plain_text, render

ONE, TWO = "(https://example.org/one)", "(https://example.org/two)"


def marks(source, **options):
    rendered = render(source, **options)
    return [rendered.text[each.start : each.end] for each in rendered.citations]


def test_a_numbered_link_becomes_a_mark_directly_after_its_words():
    rendered = render(f"Trade grew [1]{ONE}. It fell.")
    assert 'Trade grew<sup class="ref"><a id="cite-1" href="#source-1"' in rendered.html
    assert rendered.text == "Trade grew1. It fell."


def test_a_mark_is_named_for_those_who_hear_the_page():
    for language, word in [("en", "Source"), ("zh", "来源"), ("ar", "المصدر")]:
        made = render(f"Trade grew. [1]{ONE}", language=language).html
        assert f'role="doc-noteref" aria-label="{word} 1"' in made


def test_a_number_that_is_a_word_of_its_sentence_is_no_mark_beside_it():
    rendered = render(f"As [1]{ONE} shows, trade grew.")
    assert rendered.text == "As [1] shows, trade grew."
    assert "<sup" not in rendered.html
    assert '<a class="ref-inline" id="cite-1" href="#source-1">[1]</a>' in rendered.html


@pytest.mark.parametrize(
    "source",
    [
        f"Trade grew. [1]{ONE} It fell. [2]{TWO}",
        f"Trade *grew* [1]{ONE}, **as [2]{TWO}** shows.",
        f"- One. [1]{ONE}\n- Two. [2]{TWO}\n",
        f"| Port [1]{ONE} | Boxes |\n|---|---|\n| Aktau | 12 [2]{TWO} |",
        f"# Wind [1]{ONE}\n\n> 贸易增长。[2]{TWO}",
        f"![](picture:map)\n\nOne & two. [1]{ONE}  \nThree. [2]{TWO}",
    ],
)
def test_a_citation_knows_its_place_in_the_plain_text(source):
    assert [words.strip("[]") for words in marks(source)] == ["1", "2"]


def test_every_mark_has_its_own_id():
    rendered = render(f"One. [1]{ONE} Two. [1]{ONE}\n\n## Cite 2")
    names = [each.mark for each in rendered.citations]
    assert len(set(names)) == 2
    for name in names:
        assert rendered.html.count(f'id="{name}"') == 1


def test_the_list_at_the_end_decides_the_number_that_is_shown():
    rendered = render(
        f"One. [17]{ONE} Two. [4]{TWO}",
        numbers={"https://example.org/one": 1, "https://example.org/two": 2},
    )
    assert rendered.text == "One.1 Two.2"
    assert [each.number for each in rendered.citations] == ["17", "4"]


@pytest.mark.parametrize(
    "link", ["[12345](https://example.org/)", "[1](/here/)", "[1](mailto:a@example.org)", "[1]"]
)
def test_what_only_looks_like_a_citation_is_left_alone(link):
    rendered = render(f"Trade grew. {link}")
    assert rendered.citations == ()
    assert rendered.text.startswith("Trade grew. ")


def test_a_footnote_is_a_citation_with_its_words():
    rendered = render("Trade grew.[^a]\n\n[^a]: Li, *Ports*, https://example.org/one?a=1&b=2")
    [citation] = rendered.citations
    assert citation.url == "https://example.org/one?a=1&b=2"
    assert citation.title == "Li, Ports, https://example.org/one?a=1&b=2"
    assert citation.quote == "Trade grew."
    assert rendered.text == "Trade grew.1"


def test_a_footnote_needs_no_address():
    [citation] = render("Trade grew.[^a]\n\n[^a]: A letter to the editor.").citations
    assert (citation.url, citation.title) == ("", "A letter to the editor.")
    assert citation.canonical_url == ""


def test_a_citation_knows_the_one_form_of_its_address():
    [citation] = render("Trade grew. [1](https://Example.org:443/one?utm_source=x#top)").citations
    assert citation.canonical_url == "https://example.org/one"


def test_a_footnote_used_twice_is_one_source_with_two_marks():
    first, second = render("One.[^a] Two.[^a]\n\n[^a]: A letter.").citations
    assert first.title == second.title
    assert first.mark != second.mark


def test_a_footnote_that_is_nowhere_stays_as_it_was_written():
    rendered = render("Trade grew.[^a]")
    assert (rendered.text, rendered.citations) == ("Trade grew.[^a]", ())


def test_the_words_of_footnotes_are_not_in_the_text():
    rendered = render("Trade grew.[^a]\n\n[^a]: A letter.\n\n    Of two paragraphs.\n")
    assert "letter" not in rendered.text
    assert "letter" not in rendered.html


@pytest.mark.parametrize(
    "words", ["Main", "Top", "Sources", "Source 1", "Source 12", "Voices", "More on this"]
)
def test_a_heading_takes_no_id_of_the_page_around_it(words):
    [heading] = render(f"## {words}\n\nTrade grew. [1]{ONE}").headings
    assert heading.id != words.lower().replace(" ", "-")
    assert heading.id.startswith(words.lower().replace(" ", "-"))


def test_a_heading_may_hold_emphasis_links_and_signs():
    rendered = render("## *Rail* & [sea](https://example.org/) <b>")
    [heading] = rendered.headings
    assert heading.text == "Rail & sea <b>"
    assert f'<h2 id="{heading.id}"><em>Rail</em> &amp; <a href=' in rendered.html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (f"## Trade grew [17]{ONE}", "Trade grew"),
        (f"## As [17]{ONE} shows", "As 17 shows"),
        ("## Trade grew[^a]\n\n[^a]: A letter.", "Trade grew"),
        ("## Trade  in\t[2024](/2024/)", "Trade in 2024"),
    ],
)
def test_a_heading_is_called_by_its_words_without_its_marks(source, words):
    assert [heading.text for heading in render(source).headings] == [words]


def test_a_heading_knows_its_line_of_the_plain_text():
    rendered = render(f"Wind\n\n## Wind [1]{ONE}\n\n##\n\n- One\n- Two\n\n## Lunch")
    lines = rendered.text.split("\n")
    assert [heading.line for heading in rendered.headings] == [1, -1, 4]
    assert lines[4] == "Lunch"


def test_a_picture_cannot_break_out_of_its_attributes():
    shown = PictureTag('/a"b.jpg', "", 1, 1, 'x" onload="y', "<b>Map</b>", "<i>Ana</i>")
    made = render("![](picture:map)", pictures={"map": shown}).html
    assert "<b>" not in made
    assert "<i>" not in made
    assert not re.search(r'\sonload="', made)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<p>One<br>two &amp; &lt;three&gt;</p>", "One two & <three>"),
        ('<p><a href="a>b" title=">">One</a> two</p>', "One two"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("", ""),
    ],
)
def test_plain_text_is_one_line_a_block(html, text):
    assert plain_text(html) == text


def test_a_picture_that_does_not_exist_shows_its_alternative_or_nothing():
    made = render("![The line](picture:gone) ![](picture:gone)").html
    assert made.strip() == "<p>The line </p>"
