from __future__ import annotations

import pytest

from prose.definitions import Definitions

TEXT = """[Road]: https://example.org/road
[^a]: See the [Road] and the [Port].
[port]: https://example.org/port
[unused]: https://example.org/unused"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("No brackets.", []),
        ("The [road][Road] there.", ["[Road]"]),
        ("The [ROAD].", ["[Road]"]),
        ("A note.[^a]", ["[^a]", "[Road]", "[port]"]),
        ("The [canal].", []),
    ],
)
def test_a_text_is_given_what_it_uses_and_what_that_uses(text, names):
    used = Definitions(TEXT).used_in(text).split("\n\n")
    assert [each.split(":")[0] for each in used if each] == names


def test_what_a_text_defines_itself_it_does_not_lack():
    text = "The [Road] and the [Port].\n\n[road]: https://elsewhere.example/"
    assert Definitions(TEXT).lacking(text) == "[port]: https://example.org/port"


def test_a_definition_needs_no_space_after_its_colon():
    assert Definitions("[1]:https://example.org/a").used_in("See [1].") != ""
