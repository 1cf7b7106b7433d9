"""Notes on their exact words while a text is edited: what is placed, what moved, what is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import (
    CONTEXT,
    Carrying,
    Mismatch,
    Selector,
    find,
    from_utf16,
    selector,
    suggest,
)

FOX = "The quick brown fox jumps over the lazy dog and the hen."


def note_on(words, texts, part=None):
    """The note on these words, in the first part that has them."""
    part = part or next(name for name, text in texts.items() if words in text)
    start = texts[part].index(words)
    return selector(texts, part, start, start + len(words))


def carried(words, before, after):
    before, after = ({"body": each} if isinstance(each, str) else each for each in (before, after))
    return Carrying(before, after).anchor(note_on(words, before))


def outcome(words, before, after):
    found = carried(words, before, after)
    return found.placement, found.selector.exact


# What stays


def test_a_note_follows_words_put_in_before_it():
    found = carried("lazy dog", FOX, f"Once more. {FOX}")
    assert found.placement == "placed"
    assert found.selector.start == FOX.index("lazy dog") + len("Once more. ")


def test_a_placed_note_has_its_new_surroundings():
    found = carried("fox", FOX, FOX.replace("brown", "red"))
    assert found.selector.prefix == "The quick red "
    assert found.selector.suffix == FOX[FOX.index(" jumps") :][:CONTEXT]


def test_a_word_that_stands_everywhere_goes_where_it_stood():
    before, after = {"body": FOX}, {"body": FOX.replace("The quick", "In the morning the quick")}
    third = FOX.rindex("the")
    found = Carrying(before, after).anchor(selector(before, "body", third, third + 3))
    assert (found.placement, found.selector.start) == ("placed", after["body"].rindex("the"))


@pytest.mark.parametrize("after", ["quick sly brown fox jumps", "quick brown fox often jumps"])
def test_words_put_in_at_an_end_are_outside(after):
    before = "quick brown fox jumps"
    assert outcome("brown fox", FOX, FOX.replace(before, after)) == ("placed", "brown fox")


def test_the_same_word_put_in_beside_it_is_outside():
    assert outcome("very good", "It was very good.", "It was very very good.")[0] == "placed"
    assert outcome("was very", "It was very good.", "It was very very good.")[0] == "placed"


def test_a_note_follows_its_turn_when_turns_are_put_in_taken_out_and_split():
    before = {"turn:a": "Hello to you all.", "turn:b": f"Well. {FOX}", "turn:c": "That was all."}
    after = {"turn:n": "We begin.", "turn:b": "Well.", "turn:m": FOX, "turn:c": "That was all."}
    found = carried("lazy dog", before, after)
    assert (found.placement, found.selector.part) == ("placed", "turn:m")


def test_a_note_follows_two_turns_that_were_merged():
    before = {"turn:a": "I began with the railways of the north.", "turn:b": FOX}
    found = carried("lazy dog", before, {"turn:a": f"{before['turn:a']}\n{FOX}"})
    assert (found.placement, found.selector.part) == ("placed", "turn:a")


def test_a_note_on_one_word_follows_a_turn_that_moved():
    before = {"turn:a": FOX, "turn:b": "The ports were closed all winter.", "turn:c": "Why so?"}
    after = {"turn:b": before["turn:b"], "turn:c": "Why so?", "turn:a": FOX}
    assert carried("over", before, after).placement == "placed"
    assert carried("so", before, after).selector.part == "turn:c"


def test_a_note_follows_a_paragraph_that_moved_and_was_edited_a_little():
    others = [f"Paragraph {name} says what it always said about {name}." for name in "abcdef"]
    before = "\n".join([FOX, *others])
    after = "\n".join([*others, FOX.replace("quick", "slow")])
    assert outcome("hen", before, after) == ("placed", "hen")
    assert outcome("quick brown", before, after) == ("moved", "brown")


def test_a_note_on_one_word_follows_a_sentence_that_moved():
    before = f"We met at noon in the harbour. {FOX} Then we left again by train."
    after = f"{FOX} We met at noon in the harbour. Then we left again by train."
    for word in ("noon", "fox"):
        assert outcome(word, before, after) == ("placed", word)


def test_a_note_follows_a_short_turn_that_moved_by_its_key():
    before = {"turn:a": FOX, "turn:b": "Why so?", "turn:c": "It rained all day.", "turn:d": "Oh."}
    after = {"turn:a": FOX, "turn:c": "It rained all day.", "turn:d": "Oh.", "turn:b": "Why so?"}
    assert carried("so", before, after).placement == "placed"


def test_of_turns_that_say_the_same_a_note_stays_in_its_own():
    before = {"turn:a": "Yes."}
    after = dict.fromkeys(["turn:n", "turn:m", "turn:a", "turn:o", "turn:p", "turn:q"], "Yes.")
    assert carried("Yes", before, after).selector.part == "turn:a"


def test_a_note_follows_a_short_turn_by_its_key():
    long = "A long answer about ports and rails and all that comes with them. " * 3
    before = {"turn:a": long, "turn:b": "Yes.", "turn:c": f"{long} Then."}
    after = {
        "turn:a": "Something else altogether was said.",
        "turn:b": "Yes.",
        "turn:c": "Nothing of it stayed here.",
    }
    assert outcome("Yes", before, after) == ("placed", "Yes")


# What moved


def test_a_passage_with_other_words_inside_moved():
    assert outcome("quick brown fox", FOX, FOX.replace("brown", "red")) == (
        "moved", "quick red fox",
    )  # fmt: skip


def test_a_passage_that_lost_its_last_word_ends_at_the_one_before():
    assert outcome("the lazy dog", FOX, FOX.replace("dog", "cat")) == ("moved", "the lazy")


def test_a_word_that_was_put_right_moved():
    assert outcome("organisation", "An organisation of ports.", "An organization of ports.") == (
        "moved", "organization",
    )  # fmt: skip


def test_a_passage_whose_turn_was_split_inside_it_is_where_most_of_it_is():
    before = {"turn:a": "First we went to the harbour. Then home by the last train of the day."}
    after = {
        "turn:a": "First we went to the harbour.",
        "turn:n": "Then home by the last train of the day.",
    }
    found = carried("harbour. Then home by the last train", before, after)
    assert found.placement == "moved"
    assert (found.selector.part, found.selector.exact) == ("turn:n", "Then home by the last train")


def test_a_passage_over_two_blocks_is_placed_while_both_stand():
    before = "We met at the harbour.\nThen we left by train.\nThe end."
    after = f"A new beginning.\n{before}"
    assert carried("harbour.\nThen we", before, after).placement == "placed"


def test_a_passage_over_two_blocks_that_became_two_turns_is_in_one():
    before = {"turn:a": "We met at the harbour.\nThen we left by train."}
    after = {"turn:a": "We met at the harbour.", "turn:n": "Then we left by train."}
    assert outcome("harbour.\nThen we left", before, after) == ("moved", "Then we left")


def test_a_word_whose_first_letter_changed_moved():
    assert outcome("Port", "At the Port of Oslo.", "At the port of Oslo.") == ("moved", "port")


# Parts of words


@pytest.mark.parametrize(
    ("now", "result"), [("Quay.", ("moved", "Quay")), ("No.", ("orphaned", "Qay"))]
)
def test_an_answer_of_one_word_that_was_put_right_moved(now, result):
    before = {"turn:1": "What is it called there?", "turn:2": "Qay.", "turn:3": "And who owns it?"}
    assert outcome("Qay", before, {**before, "turn:2": now}) == result


def test_a_part_of_a_word_is_placed_while_another_part_of_it_changes():
    assert outcome("organ", "An organisation of ports.", "An organization of ports.") == (
        "placed", "organ",
    )  # fmt: skip


def test_a_part_of_a_word_that_changed_itself_is_not_placed():
    found = carried("isa", "An organisation of ports.", "An organization of ports.")
    assert (found.placement, found.selector.exact) == ("moved", "iza")


def test_a_word_is_not_placed_in_a_longer_one():
    assert carried("he", "Now he said so.", "Now her said so.").placement != "placed"
    assert carried("port", "The port is old.", "The airport is old.").placement != "placed"


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("旧港口", "我们在旧港口见面。", "昨天我们在旧港口见面了。"),
        ("नमस्ते", "आप सबको नमस्ते कहा।", "आप सबको फिर नमस्ते कहा।"),
        ("كتاب", "هذا كتاب قديم جدا.", "هذا هو كتاب قديم جدا."),
        ("👩‍👩‍👧", "So 👩‍👩‍👧 came.", "So again 👩‍👩‍👧 came."),
        ("e\u0301t", "Un e\u0301te\u0301 en ville.", "Un bel e\u0301te\u0301 en ville."),
    ],
)
def test_words_of_every_script_are_carried(words, before, after):
    found = carried(words, before, after)
    assert found.placement == "placed"
    assert found.selector.start == after.index(words)


# What is lost


def test_a_passage_that_was_taken_out_is_orphaned_where_it_was():
    before = {"body": f"{FOX} And so on it goes."}
    note = note_on("lazy dog", before)
    found = Carrying(before, {"body": "And so on it goes."}).anchor(note)
    assert (found.placement, found.selector) == ("orphaned", note)


def test_a_word_is_never_looked_for_elsewhere():
    before = f"{FOX}\nThe ports were closed all winter."
    after = "The ports were closed all winter.\nAnother animal altogether: a fox."
    assert outcome("fox", before, after)[0] == "orphaned"


def test_words_that_stood_twice_are_not_placed_on_the_other():
    twice = "Nobody knew what would come next."
    before = f"{twice} The ports closed early.\nA second paragraph. {twice}"
    after = f"The ports closed early.\nA second paragraph. {twice}"
    assert outcome(twice, before, after)[0] == "orphaned"


def test_of_words_that_stood_twice_and_went_neither_note_is_placed_where_they_stand_now():
    twice = "Nobody knew what would come next."
    first, second = "The ports closed early in winter.", "A second paragraph about trains."
    before = "\n".join([twice, first, twice, second])
    after = "\n".join([first, second, f"Another paragraph ends so. {twice}"])
    assert outcome(twice, before, after)[0] == "orphaned"


def test_a_passage_is_not_placed_on_other_words_that_became_the_same():
    others = "The trains went on as they always had."
    before = f"In spring the old port was closed.\n{others}\nHere the old port was never closed."
    after = f"{others}\nHere the old port was closed."
    assert outcome("the old port was closed", before, after)[0] == "orphaned"


def test_a_paragraph_that_took_anothers_place_keeps_no_note_on_its_first_word():
    before = "The ports closed early this winter because of ice.\nThe rest stays."
    after = "The minister resigned after weeks under pressure.\nThe rest stays."
    assert outcome("The", before, after)[0] == "orphaned"


def test_a_sentence_rewritten_inside_a_paragraph_keeps_no_note_on_a_word_both_have():
    rest = "We met at noon in the harbour and left again by the last train of the day."
    before = f"{rest} It was built in 1999 by some Germans from town. {rest}"
    after = f"{rest} Nobody repaired whatever some storm blew away. {rest}"
    assert outcome("some", before, after)[0] == "orphaned"


def test_a_sentence_that_was_rewritten_keeps_no_note_on_a_word_both_have():
    before = "It was built in 1999 by the Germans of the town.\nThe rest stays as it is."
    after = "Nobody repaired whatever had fallen off the roof.\nThe rest stays as it is."
    assert outcome("the", before, after)[0] == "orphaned"


def test_a_text_replaced_as_a_whole_orphans_every_note():
    after = "Nothing that was said before is in here any more, not one sentence."
    for word in ("quick", "the", "dog and the hen"):
        assert outcome(word, FOX, after)[0] == "orphaned"


def test_a_note_that_is_not_on_its_words_is_looked_for():
    stray = Selector("turn:gone", 7, 21, "jumps over the lazy dog", "", "")
    texts = {"body": FOX}
    found = Carrying(texts, texts).anchor(stray)
    assert (found.placement, found.selector) == ("placed", note_on(stray.exact, texts))


# Looking for words


def test_five_words_that_stand_once_are_found():
    note = Selector("turn:a", 0, 23, "jumps over the lazy dog")
    assert find({"body": FOX}, note) == note_on(note.exact, {"body": FOX})


def test_five_words_that_stand_twice_are_not():
    note = Selector("turn:a", 0, 23, "jumps over the lazy dog")
    assert find({"body": FOX, "turn:b": FOX}, note) is None


def test_fewer_words_are_found_only_with_what_stood_around_them():
    texts = {"body": FOX}
    note = note_on("lazy dog", texts)
    assert find(texts, note) == note
    assert find(texts, Selector("body", 0, 8, "lazy dog", "An old ", " slept.")) is None


def test_one_word_alone_in_its_part_is_not_found_in_another():
    assert find({"turn:b": "Yes."}, Selector("turn:a", 0, 4, "Yes.")) is None


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("旧港口在冬天关闭了", True),
        ("旧港口", False),
        ("ท่าเรือเก่าปิดทำการตลอดฤดูหนาว", True),
        ("ท่าเรือ", False),
    ],
)
def test_words_without_spaces_weigh_as_much_as_five_with(words, is_found):
    texts = {"body": f"abc. {words}. def."}
    assert (find(texts, Selector("turn:a", 0, 1, words)) is not None) is is_found


def test_words_are_not_found_with_their_last_one_cut():
    note = Selector("turn:a", 0, 23, "jumps over the lazy dog", "", ".")
    assert find({"body": FOX.replace("dog", "dogs")}, note) is None


def test_words_with_a_few_errors_are_suggested():
    note = Selector("turn:a", 0, 1, "brawn fox jump over the lasy dog")
    found = suggest({"turn:b": "Nothing here.", "body": FOX}, note)
    assert found == note_on("brown fox jumps over the lazy dog", {"body": FOX})


def test_more_than_a_fifth_of_errors_is_no_suggestion():
    assert suggest({"body": FOX}, Selector("turn:a", 0, 1, "brawn fix hops on a lasy frog")) is None


def test_of_two_that_resemble_it_equally_none_is_suggested():
    texts = {"turn:a": FOX, "turn:b": FOX}
    assert suggest(texts, Selector("turn:c", 0, 1, "brawn fox jumps over the lazy dog")) is None


def test_the_better_of_two_is_suggested():
    texts = {"turn:a": FOX.replace("jumps", "jamps"), "turn:b": FOX}
    found = suggest(texts, Selector("turn:c", 0, 1, "brawn fox jumps over the lazy dog"))
    assert found is not None
    assert found.part == "turn:b"


# Offsets of browsers


def test_offsets_of_a_browser_become_code_points():
    assert from_utf16("a👍🏽b漢c", 5, 7, "b漢") == (3, 5)


@pytest.mark.parametrize(
    ("start", "end"), [(2, 5), (1, 2), (4, 1), (-1, 2), (1, 99), (5, 6), (0, 0)]
)
def test_offsets_that_are_nobodys_selection_are_refused(start, end):
    with pytest.raises(Mismatch):
        from_utf16("a👍🏽b", start, end, "👍🏽")


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2), (0, 99)])
def test_there_is_no_passage_of_such_places(start, end):
    with pytest.raises(Mismatch):
        selector({"body": FOX}, "body", start, end)
    with pytest.raises(Mismatch):
        selector({"body": FOX}, "turn:a", 0, 3)


@given(st.text(alphabet="ab é👍\u200d🏽\u0301漢\n"), st.data())
def test_any_passage_comes_back_from_a_browser(text, choose):
    start = choose.draw(st.integers(0, len(text)))
    end = choose.draw(st.integers(start, len(text)))
    units = [len(text[:at].encode("utf-16-le")) // 2 for at in (start, end)]
    assert from_utf16(text, *units, text[start:end]) == (start, end)
