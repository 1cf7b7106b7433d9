from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.comparing import Changed, changes, compare, word_runs

# Latin, Cyrillic, Arabic with its vowel signs, Devanagari, Chinese; marks, emoji, flags, signs.
PIECES = [
    "port", "Port", "don't", "école", "e\u0301", "1,000", "порт", "й", "كِتَاب", "ميناء", "क्षेत्र", "नमस्ते",
    "港口", "很", "忙", "𠀀", "👍🏽", "👨‍👩‍👧", "🇰🇿", "🇨🇳", "1️⃣", " ", "  ", "\t", ". ", ", ", "。", "؟", "\u0301", "**", "\u200d",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
blocks = st.lists(
    st.one_of(st.sampled_from(["", "The port is busy.", "港口很忙。"]), texts), max_size=9
)


def wording(compared, lines, side):
    """What the comparison says that one side said."""
    other = "inserted" if side == "before" else "deleted"
    said = []
    for block in compared:
        place = getattr(block, side)
        if place is None:
            continue
        own = "".join(run.text for run in block.runs if run.kind != other)
        said.append((place, own if block.kind == "changed" else lines[place]))
    return said


@given(texts, texts)
def test_the_words_kept_and_deleted_are_the_old_text_and_those_kept_and_inserted_the_new(old, new):
    runs = word_runs(old, new)
    assert "".join(run.text for run in runs if run.kind != "inserted") == old
    assert "".join(run.text for run in runs if run.kind != "deleted") == new


@given(texts, texts)
def test_no_mark_is_cut_from_the_letter_it_stands_on(old, new):
    for other in ("inserted", "deleted"):
        texts_of_side = [run.text for run in word_runs(old, new) if run.kind != other]
        assert not any(unicodedata.category(text[0]) == "Mn" for text in texts_of_side[1:])


@given(blocks, blocks)
def test_every_block_of_both_texts_is_there_in_order_to_the_letter(old, new):
    compared = compare(old, new)
    assert wording(compared, old, "before") == list(enumerate(old))
    assert wording(compared, new, "after") == list(enumerate(new))


@given(st.lists(texts, max_size=30), st.randoms(use_true_random=False))
def test_nothing_is_lost_where_much_moves(old, random):
    new = random.sample(old, len(old))
    compared = compare(old, new)
    assert wording(compared, old, "before") == list(enumerate(old))
    assert wording(compared, new, "after") == list(enumerate(new))


@given(blocks)
def test_a_text_compared_with_itself_has_no_change(lines):
    assert {block.kind for block in compare(lines, lines)} <= {"same"}
    assert changes("\n".join(lines), "\n".join(lines)) == []


def kinds(old, new):
    return [block.kind for block in compare(old, new)]


def said(old, new):
    """Runs as one reads them: [-deleted-] and {+inserted+}."""
    marked = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(marked[run.kind].format(run.text) for run in word_runs(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("He said two.", "He said ten.", "He said [-two-]{+ten+}."),
        ("a big port", "a very big port", "a {+very +}big port"),
        ("It grew by 1,000.", "It grew by 1,500.", "It grew by [-1,000-]{+1,500+}."),
        ("I don't know", "I can't know", "I [-don't-]{+can't+} know"),
        ("Порт вырос.", "Порт упал.", "Порт [-вырос-]{+упал+}."),
        ("كِتَابٌ قديم", "كِتَابٌ جديد", "كِتَابٌ [-قديم-]{+جديد+}"),
        ("यह क्षेत्र बड़ा", "यह क्षेत्र छोटा", "यह क्षेत्र [-बड़ा-]{+छोटा+}"),
        ("港口去年运了一百吨", "港口去年运了两百吨", "港口去年运了[-一-]{+两+}百吨"),
        ("flag 🇰🇿 here", "flag 🇰🇬 here", "flag [-🇰🇿-]{+🇰🇬+} here"),
        ("ok 👍🏽!", "ok 👍🏿!", "ok [-👍🏽-]{+👍🏿+}!"),
        ("resume\u0301 sent", "resume sent", "[-resume\u0301-]{+resume+} sent"),
    ],
)
def test_words_change_whole(old, new, shown):
    assert said(old, new) == shown


def test_a_sentence_added_is_whole():
    assert said("It was loud.", "It was loud. It rained.") == "It was loud.{+ It rained.+}"


def test_a_short_word_between_two_changed_ones_changes_with_them():
    assert (
        said("Aktau or Atyrau", "Khorgos or Dostyk") == "[-Aktau or Atyrau-]{+Khorgos or Dostyk+}"
    )


def test_a_paragraph_put_between_others_is_inserted():
    assert kinds(["One.", "Three."], ["One.", "Two.", "Three."]) == ["same", "inserted", "same"]


def test_an_edited_paragraph_is_paired_with_itself_among_new_ones():
    old = ["The port of Aktau moved two million tonnes last year."]
    new = [
        "A new beginning, which nobody expected.",
        "The port of Aktau moved three million tonnes last year.",
        "And an end that nobody wanted either.",
    ]
    assert kinds(old, new) == ["inserted", "changed", "inserted"]


def test_edited_paragraphs_of_a_long_text_find_each_other_past_many_new_ones():
    old = [
        f"Paragraph about berth{n} and crane{n} and the toll at gate{n} there" for n in range(60)
    ]
    new = [f"Something{n} else{n} entirely{n}." for n in range(40)]
    new += [line.replace("toll", "price") for line in old]
    assert kinds(old, new) == ["inserted"] * 40 + ["changed"] * 60


def test_a_paragraph_that_moved_is_said_to_have_moved():
    moving = "The railway was finished in the spring."
    rest = ["One thing stays.", "Another thing stays."]
    compared = compare([moving, *rest], [*rest, moving])
    assert [(block.kind, block.moved) for block in compared if block.kind != "same"] == [
        ("deleted", True),
        ("inserted", True),
    ]


def test_an_empty_line_never_moves():
    compared = compare(["", "A. The first of two."], ["B. Nothing like the others.", ""])
    assert not any(block.moved for block in compared)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["The same words again."] * 3000, ["The same words again."] * 2000 + ["Others."]),
        (["A b.", "C d."] * 2000, ["C d.", "A b."] * 1500),
        (
            [" ".join(f"old{n}" for n in range(20_000))],
            [" ".join(f"new{n}" for n in range(20_000))],
        ),
        (["ab " * 20_000], ["ba " * 19_999]),
        (["e" + "\u0301" * 20_000], ["e" + "\u0301" * 19_999]),
        ([f"old{n}" for n in range(5000)], [f"new{n}" for n in range(5000)]),
    ],
    ids=["repeated", "alternating", "all different", "two words", "marks", "lines"],
)
def test_hostile_texts_are_compared_whole_if_coarsely(old, new):
    compared = compare(old, new)
    assert wording(compared, old, "before") == list(enumerate(old))
    assert wording(compared, new, "after") == list(enumerate(new))


def test_what_a_passage_said_is_quoted_in_whole_sentences():
    old = "The port is large. It moved a million tonnes. Nobody slept."
    new = "The port is large. It moved two million tonnes. Nobody slept."
    assert changes(old, new) == [
        Changed("It moved a million tonnes.", "It moved two million tonnes.")
    ]


def test_each_changed_sentence_stands_alone():
    old = "One is red. Two is blue. Three is green."
    new = "One is pink. Two is blue. Three is grey."
    assert changes(old, new) == [
        Changed("One is red.", "One is pink."),
        Changed("Three is green.", "Three is grey."),
    ]


def test_sentences_joined_are_one_passage():
    assert changes("He came. She went. All slept.", "He came and she went. All slept.") == [
        Changed("He came. She went.", "He came and she went.")
    ]


def test_a_sentence_deleted_says_nothing_now():
    assert changes("He came. She went. All slept.", "He came. All slept.") == [
        Changed("She went.", "")
    ]


def test_chinese_sentences_need_no_space():
    assert changes("港口很大。运了一百吨。大家睡了。", "港口很大。运了两百吨。大家睡了。") == [
        Changed("运了一百吨。", "运了两百吨。")
    ]


def test_paragraphs_added_and_deleted_are_passages():
    assert changes("Kept here.\nGone for good.", "Kept here.\n完全不同。") == [
        Changed("Gone for good.", ""),
        Changed("", "完全不同。"),
    ]


def test_a_paragraph_that_only_moved_says_the_same():
    moving = "The railway was finished in the spring."
    assert changes(f"{moving}\nA stays.\nB stays.", f"A stays.\nB stays.\n{moving}") == []


def test_a_passage_knows_where_its_words_stand_now():
    new = "One.\n  It was 6 percent of it. Two."
    [changed] = changes("One.\n  It was 5 percent of it. Two.", new)
    assert new[changed.start : changed.end] == "It was 6 percent of it."


@given(blocks, blocks)
def test_what_a_passage_says_is_what_stands_at_its_place(before, after):
    new = "\n".join(after)
    for changed in changes("\n".join(before), new):
        assert " ".join(new[changed.start : changed.end].split()) == " ".join(changed.after.split())
