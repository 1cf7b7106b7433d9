from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.html import PictureTag, json_ld, plain_text, render

PICTURE = PictureTag(
    src="/media/port.jpg",
    srcset="/media/port-640.jpg 640w",
    width=640,
    height=480,
    alt="A crane",
    caption="The dry port",
    credit="Ana Silva",
)
TAG = re.compile(r"<(/?[a-z][a-z0-9]*)((?:\s+[a-z-]+=\"[^\"]*\")*)\s*>")


def html(source, **options):
    return str(render(source, **options).html)


def ids(made):
    return re.findall(r' id="([^"]*)"', made)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("It grew.", "<p>It grew.</p>"),
        ("It *grew* **fast**.", "<p>It <em>grew</em> <strong>fast</strong>.</p>"),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("One\ntwo", "<p>One two</p>"),
        ("一行\n两行", "<p>一行两行</p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("---", "<hr>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("[port](/en/port/)", '<p><a href="/en/port/" rel="noopener">port</a></p>'),
        ("", ""),
    ],
)
def test_markdown_becomes_html(source, made):
    assert html(source) == made


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=alert(1)>b</b>",
        "<svg/onload=alert(1)>",
        "<!-- a comment -->",
        "<iframe src='https://example.org'></iframe>",
        "<style>p { display: none }</style>",
    ],
)
def test_raw_html_is_shown_as_it_was_written(source):
    rendered = render(source)
    assert rendered.text == source
    assert {name.lstrip("/") for name, _ in TAG.findall(str(rendered.html))} == {"p"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&#58;alert(1)",
        "data:text/html,words",
        "data:image/png;base64,iVBORw0KGgo=",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "picture:map",
    ],
)
@pytest.mark.parametrize("form", ["[words](<{}>)", "![words](<{}>)", "[words][1]\n\n[1]: <{}>"])
def test_an_address_that_could_do_harm_leaves_only_its_words(form, address):
    assert html(form.format(address)) == "<p>words</p>"


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://example.org/", "mailto:a@example.org", "/about/"]
)
def test_an_ordinary_address_stays_a_link(address):
    assert f'<a href="{address}" rel="noopener">words</a>' in html(f"[words]({address})")


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("address", ["https://example.org/a", "<https://example.org/a>"])
def test_a_link_may_be_defined_on_the_last_line(address, end):
    assert html(f"[words][1]\n\n[1]: {address}{end}") == (
        '<p><a href="https://example.org/a" rel="noopener">words</a></p>'
    )


def test_an_attribute_cannot_be_broken_out_of():
    made = html('[words](https://example.org/ "a\\" onclick=alert(1) b=\\"")')
    assert re.findall(r"<a ([^>]*)>", made) == [
        'href="https://example.org/" title="a&quot; onclick=alert(1) b=&quot;" rel="noopener"'
    ]


@given(st.text(alphabet=list("<>\"'&=/[]()!#*`\n :xa1^|-")) | st.text())
def test_any_text_gives_only_tags_and_attributes_that_are_allowed(source):
    made = html(source)
    assert "<" not in TAG.sub("", made)
    for _, attributes in TAG.findall(made):
        names = set(re.findall(r"\s([a-z-]+)=", attributes))
        assert not {name for name in names if name.startswith("on") or name == "style"}
        assert not re.search(r'(?:href|src)="\s*(?:javascript|data|vbscript):', attributes, re.I)


@given(st.text(alphabet=list("<>&[]()!#*`\n 1^|-港م")))
def test_the_plain_text_is_the_text_of_the_html(source):
    rendered = render(source)
    assert plain_text(str(rendered.html)) == rendered.text


def test_a_nul_character_shows_as_a_replacement_character():
    assert render("a\x00b").text == "a\ufffdb"


def test_a_table_can_be_scrolled_and_keeps_its_columns():
    rendered = render("| Port | Boxes |\n|---|--:|\n| Aktau | 12 |")
    made = str(rendered.html)
    assert made.startswith('<div class="table" tabindex="0"><table>')
    assert made.endswith("</table></div>")
    assert '<td align="right">12</td>' in made
    assert rendered.text == "Port\nBoxes\nAktau\n12"


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("他说**“你好”**吗", "他说<strong>“你好”</strong>吗"),
        ("这是**重点。**下一句", "这是<strong>重点。</strong>下一句"),
        ("港口*（干港）*很忙", "港口<em>（干港）</em>很忙"),
        ("مرحبا **بالعالم** هنا", "مرحبا <strong>بالعالم</strong> هنا"),
    ],
)
def test_emphasis_needs_no_spaces_beside_it_in_other_scripts(source, made):
    assert html(source) == f"<p>{made}</p>"


def test_a_heading_is_never_the_pages_own():
    rendered = render("# One\n\n## Two\n\n###### Six")
    assert [heading.level for heading in rendered.headings] == [2, 3, 6]
    assert "<h1" not in str(rendered.html)


def test_headings_stay_as_they_are_where_none_is_the_first_level():
    assert [heading.level for heading in render("## Two\n\n### Three").headings] == [2, 3]


@pytest.mark.parametrize(
    ("source", "identity"),
    [
        ("## The dry port", "the-dry-port"),
        ("## 港口的未来", "港口的未来"),
        ("## مستقبل الموانئ", "مستقبل-الموانئ"),
        ("## ???", "section"),
    ],
)
def test_a_heading_is_found_by_its_words(source, identity):
    rendered = render(source)
    assert [heading.id for heading in rendered.headings] == [identity]
    assert ids(str(rendered.html)) == [identity]


def test_no_two_ids_are_alike():
    made = html(
        "## Cite 1\n\n## Wind\n\n## Wind\n\n## Wind 2\n\n## Wind\n\nOne. [1](https://example.org/)"
    )
    assert len(ids(made)) == 6
    assert len(set(ids(made))) == 6


def test_a_prefix_stands_before_every_id():
    made = html("## Wind\n\nOne. [1](https://example.org/)", prefix="t-1-")
    assert ids(made) == ["t-1-wind", "t-1-cite-1"]


def test_our_picture_alone_in_a_paragraph_is_a_figure_with_its_caption():
    rendered = render("![](picture:map)", pictures={"map": PICTURE})
    assert str(rendered.html).startswith('<figure><img src="/media/port.jpg"')
    assert 'alt="A crane"' in rendered.html
    assert rendered.text == "The dry port Ana Silva"


def test_the_words_of_the_place_win_over_the_pictures_own():
    assert 'alt="A tall crane"' in html("![A tall crane](picture:map)", pictures={"map": PICTURE})


def test_our_picture_among_words_stays_in_the_line():
    made = html("See ![](picture:map) here.", pictures={"map": PICTURE})
    assert "<figure>" not in made
    assert made.startswith("<p>See <img ")


def test_a_picture_from_elsewhere_is_a_link_and_never_loaded():
    assert html("![A map](https://example.org/map.png)") == (
        '<p><a href="https://example.org/map.png" rel="noopener">A map</a></p>'
    )


def test_a_picture_we_do_not_have_leaves_its_words():
    assert html("![A map](picture:lost)") == "<p>A map</p>"


def test_lists_are_counted_each_by_its_own_items():
    assert render("- a\n- b\n  1. c\n\nWords.\n\n1. d\n2. e\n3. f").lists == (2, 1, 3)


def test_deep_quotations_are_rendered_all_the_same():
    assert render("> " * 5000 + "deep").text == "deep"


def test_linked_data_cannot_end_its_script():
    made = json_ld({"headline": "</script><script>alert(1)</script>&"})
    assert made.count("<") == 2
    assert "&" not in made
