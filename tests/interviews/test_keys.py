from __future__ import annotations

from dataclasses import replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from interviews.grammar import ParsedTurn
from interviews.keys import KeyedTurn, align
from interviews.returning import in_place

words = st.lists(
    st.sampled_from(["port", "rail", "gauge", "toll", "dry", "berth", "crane"]), max_size=6
)
turn = st.builds(
    lambda label, text: ParsedTurn("speech", label, None, " ".join(text), 1),
    st.sampled_from(["Host", "Guest"]),
    words,
)


def keyed(turns, keys=None):
    names = keys or [f"k{place}" for place in range(len(turns))]
    return [
        KeyedTurn(key, each.kind, each.label, each.text)
        for key, each in zip(names, turns, strict=True)
    ]


def minting():
    numbers = count()
    return lambda: f"new{next(numbers)}"


def say(label, text):
    return ParsedTurn("speech", label, None, text, 1)


QUESTION = say("Host", "How long does a train wait at the border?")
ANSWER = say("Guest", "Two hours on a good day and nine on a bad one.")
THANKS = say("Host", "Thank you for coming.")


def test_an_edited_answer_keeps_its_key():
    edited = say("Guest", "Two hours on a good day and ten on a bad one.")
    old = keyed([QUESTION, ANSWER, THANKS])
    assert align(old, [QUESTION, edited, THANKS], mint=minting()) == ["k0", "k1", "k2"]


def test_a_relabelled_turn_keeps_its_key():
    old = keyed([QUESTION, ANSWER])
    renamed = say("Aigerim Bekova", ANSWER.text)
    assert align(old, [QUESTION, renamed], mint=minting()) == ["k0", "k1"]


def test_another_answer_in_its_place_gets_a_new_key():
    old = keyed([QUESTION, ANSWER, THANKS])
    other = say("Guest", "Nobody here has ever measured it.")
    assert align(old, [QUESTION, other, THANKS], mint=minting()) == ["k0", "new0", "k2"]


def test_a_moved_turn_keeps_its_key():
    old = keyed([QUESTION, ANSWER, THANKS])
    assert align(old, [THANKS, QUESTION, ANSWER], mint=minting()) == ["k2", "k0", "k1"]


def test_a_removed_turn_that_comes_back_has_its_key():
    old = [*keyed([QUESTION, THANKS]), KeyedTurn("gone", "speech", "Guest", ANSWER.text, True)]
    assert align(old, [QUESTION, ANSWER, THANKS], mint=minting()) == ["k0", "gone", "k1"]


def test_a_removed_turn_lends_its_key_to_no_edited_one():
    old = [*keyed([QUESTION]), KeyedTurn("gone", "speech", "Guest", ANSWER.text, True)]
    edited = say("Guest", ANSWER.text + " Sometimes.")
    assert align(old, [QUESTION, edited], mint=minting()) == ["k0", "new0"]


YES = say("Guest", "Yes.")
AND_NOW = say("Host", "And who pays the toll at the gate?")
CITY = say("Guest", "The city does, and half of it comes back.")


def test_a_short_turn_that_was_removed_lends_its_key_to_none_elsewhere():
    before, after = [QUESTION, YES, ANSWER, AND_NOW, CITY], [QUESTION, ANSWER, AND_NOW, CITY]
    rows = kept(keyed(before), after, ["k0", "k2", "k3", "k4"])
    elsewhere = [QUESTION, ANSWER, AND_NOW, YES, CITY]
    assert align(rows, elsewhere, mint=minting()) == ["k0", "k2", "k3", "new0", "k4"]


def test_of_short_turns_that_were_removed_the_one_that_stood_there_comes_back():
    before = [QUESTION, YES, ANSWER, AND_NOW, YES, CITY, YES]
    rows = kept(keyed(before), [QUESTION, ANSWER, AND_NOW, CITY], ["k0", "k2", "k3", "k5"])
    after = [QUESTION, ANSWER, AND_NOW, YES, CITY]
    assert align(rows, after, mint=minting()) == ["k0", "k2", "k3", "k4", "k5"]


def test_a_removed_turn_comes_back_though_its_speaker_was_renamed():
    old = [*keyed([QUESTION, THANKS]), KeyedTurn("gone", "speech", "Guest", ANSWER.text, True)]
    renamed = say("Aigerim Bekova", ANSWER.text)
    assert align(old, [QUESTION, renamed, THANKS], mint=minting()) == ["k0", "gone", "k1"]


LONG = say(
    "Guest",
    "We measured it for a year. Two hours on a good day and nine on a bad one. "
    "The cranes stand still when the wind comes down from the mountains.",
)
SHORTER = say("Guest", "We measured it for a year.")
LARGER = say("Guest", LONG.text.removeprefix("We measured it for a year. "))


def test_the_larger_part_of_a_split_turn_keeps_the_key():
    old = keyed([QUESTION, LONG, THANKS])
    assert align(old, [QUESTION, SHORTER, LARGER, THANKS], mint=minting()) == [
        "k0", "new0", "k1", "k2",
    ]  # fmt: skip


def test_of_even_parts_the_first_keeps_the_key():
    halves = [say("Guest", "Two hours on a good"), say("Guest", "day and nine at night.")]
    old = keyed([QUESTION, say("Guest", " ".join(each.text for each in halves))])
    assert align(old, [QUESTION, *halves], mint=minting()) == ["k0", "k1", "new0"]


def test_of_merged_turns_the_one_that_gave_most_words_keeps_its_key():
    old = keyed([QUESTION, SHORTER, LARGER, THANKS])
    assert align(old, [QUESTION, LONG, THANKS], mint=minting()) == ["k0", "k2", "k3"]


def test_a_turn_cut_to_one_of_its_sentences_keeps_its_key():
    old = keyed([QUESTION, LONG, THANKS])
    assert align(old, [QUESTION, SHORTER, THANKS], mint=minting()) == ["k0", "k1", "k2"]


def test_a_turn_that_goes_on_keeps_its_key():
    old = keyed([QUESTION, SHORTER, THANKS])
    assert align(old, [QUESTION, LONG, THANKS], mint=minting()) == ["k0", "k1", "k2"]


def test_common_words_make_no_two_turns_the_same():
    old = keyed([QUESTION, say("Guest", "It is in the port and on the rail."), THANKS])
    other = say(
        "Guest", "The rail is what it is: on a good day the train and the crew leave in it."
    )
    assert align(old, [QUESTION, other, QUESTION, THANKS], mint=minting())[1] == "new0"


def test_a_turn_that_moved_and_was_edited_keeps_its_key():
    old = keyed([QUESTION, LONG, THANKS, ANSWER])
    edited = say("Guest", LONG.text.replace("for a year", "for two years"))
    assert align(old, [QUESTION, THANKS, ANSWER, edited], mint=minting()) == [
        "k0", "k2", "k3", "k1",
    ]  # fmt: skip


def test_a_speaker_renamed_everywhere_changes_no_key():
    old = keyed([QUESTION, ANSWER, THANKS, ANSWER])
    renamed = [say(each.label.replace("Guest", "Aigerim"), each.text) for each in old]
    assert align(old, renamed, mint=minting()) == ["k0", "k1", "k2", "k3"]


def test_a_short_yes_elsewhere_is_another_one():
    old = keyed([say("Guest", "Yes."), QUESTION, ANSWER])
    assert align(old, [QUESTION, say("Guest", "Yes."), ANSWER], mint=minting()) == [
        "k1", "new0", "k2",
    ]  # fmt: skip


def test_what_nobody_understood_keeps_its_key_once_somebody_does():
    old = keyed([QUESTION, say("Guest", "\\[unintelligible 00:12:28\\]"), THANKS])
    heard = say("Guest", "Nobody here ever measured it.")
    assert align(old, [QUESTION, heard, THANKS], mint=minting()) == ["k0", "k1", "k2"]


def test_characters_are_the_words_of_chinese():
    old = keyed(
        [say("主持人", "火车在边境等多久？"), say("李伟", "好的时候两个小时，坏的时候九个小时。")]
    )
    edited = [
        say("主持人", "火车在边境等多久？"),
        say("李伟", "好的时候两个小时，坏的时候十个小时。"),
    ]
    assert align(old, edited, mint=minting()) == ["k0", "k1"]


SENTENCES = [
    "We weighed the crates at Aktau yesterday.",
    "They counted wagons in Khorgos until noon.",
    "Nobody opened a gate before the inspectors came.",
    "Everyone sealed letters for Piraeus in spring.",
    "Drivers painted every bridge between Baku and Tbilisi.",
    "Sailors moved two cranes by night.",
    "Farmers lost their melons on the road to Almaty.",
    "Clerks found old maps under the desk.",
    "Engineers mended one engine, and then another.",
    "A train from Duisburg is always late in winter.",
]
told = st.builds(
    lambda label, lines: say(label, " ".join(lines)),
    st.sampled_from(["Host", "Guest", "Third"]),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True),
)
transcripts = st.lists(told, min_size=1, max_size=7, unique_by=lambda each: each.text)


@st.composite
def edits(draw):
    """A transcript, and what one of the things that editors do makes of it."""
    turns = draw(transcripts)
    place = draw(st.integers(0, len(turns) - 1))
    turn = turns[place]
    sentences = turn.text.split(". ")
    others = turns[:place] + turns[place + 1 :]
    done = draw(st.sampled_from(["word", "delete", "move", "relabel", "split", "merge", "insert"]))
    if done == "word":
        changed = [say(turn.label, turn.text.replace(" the ", " every ", 1))]
    elif done == "relabel":
        changed = [say("Somebody Else", turn.text)]
    elif done == "split" and len(sentences) > 1:
        changed = [say(turn.label, sentences[0] + "."), say("Host", ". ".join(sentences[1:]))]
    elif done == "insert":
        changed = [turn, say("Guest", "Words that nobody had written down before this.")]
    elif done == "merge" and place + 1 < len(turns):
        changed, others = [say(turn.label, f"{turn.text} {turns[place + 1].text}")], [
            *turns[:place], *turns[place + 2 :],
        ]  # fmt: skip
    else:
        changed = []
    after = [*others[:place], *changed, *others[place:]]
    if done == "move":
        after.insert(draw(st.integers(0, len(after))), turn)
    return turns, after


def kept(old, new, keys):
    """The rows after a save: today's turns, and those that went with the words they had, where
    they stood."""
    rows = {each.key: replace(each, removed=True) for each in old}
    rows |= {each.key: each for each in keyed(new, keys)}
    return [rows[key] for key in in_place(keys, [each.key for each in old])]


@given(edits())
def test_taking_an_edit_back_restores_every_key(edit):
    before, after = edit
    mint = minting()
    old = keyed(before)
    there = align(old, after, mint=mint)
    back = align(kept(old, after, there), before, mint=mint)
    assert back == [each.key for each in old]


@given(transcripts, st.data())
def test_short_turns_that_are_removed_and_put_back_have_their_keys(turns, draw):
    before = [each for turn in turns for each in [turn, *[YES] * draw.draw(st.integers(0, 2))]]
    stays = draw.draw(st.lists(st.booleans(), min_size=len(before), max_size=len(before)))
    old = keyed(before)
    after = [each for each, stay in zip(before, stays, strict=True) if stay or each is not YES]
    there = align(old, after, mint=minting())
    back = align(kept(old, after, there), before, mint=minting())
    assert back == [each.key for each in old]


@given(st.lists(turn, max_size=8), st.lists(turn, max_size=8))
def test_no_key_is_given_twice(before, after):
    keys = align(keyed(before), after, mint=minting())
    assert len(keys) == len(set(keys)) == len(after)


@given(st.lists(turn, max_size=8))
def test_nothing_changed_changes_no_key(turns):
    assert align(keyed(turns), turns, mint=minting()) == [
        f"k{place}" for place in range(len(turns))
    ]
