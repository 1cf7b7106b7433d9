"""Notes carried over edits nobody thought of, in texts of several scripts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.anchoring import CONTEXT, Carrying, find, selector, suggest
from prose.side_by_side import side_by_side

# Words that stand everywhere, words that stand once, signs, letters of several code points.
LINES = [
    "the a of port harbour winter train said never again organisation organization",
    "и в на порт гавань зима поезд сказал никогда снова Москва город",
    "في من على ميناء شتاء قطار قالَ مدينة كتابٌ قديم",
    " ".join("的了在我们港口冬天火车，。说从来没有"),
    "में का पर बंदरगाह सर्दी रेलगाड़ी कहा कभी नहीं शहर",
    " ".join("ทาเรอในฤดหนาวรถไฟ"),
    "👩‍👩‍👧 👍🏽 🇫🇷🇩🇪 e\u0301te\u0301 — yes yes yes x \u200d",
]
SCRIPTS = [line.split() for line in LINES]
WORDS = [word for script in SCRIPTS for word in script]
UNHURRIED = settings(deadline=None)
CHAOS = st.text(alphabet="ab \n\t\u0301\u200d👍🏽漢ก\ud800\x00.", max_size=60)


@st.composite
def stories(draw):
    """Parts of blocks of words."""
    script = draw(st.sampled_from(SCRIPTS))
    word = st.sampled_from(script) | st.sampled_from(WORDS)
    block = st.lists(word, min_size=1, max_size=25)
    turns = draw(st.lists(st.lists(block, min_size=1, max_size=3), min_size=1, max_size=6))
    return [(f"turn:{number}", blocks) for number, blocks in enumerate(turns)]


def texts_of(story):
    """A part's blocks are lines; Chinese and Thai are written without spaces."""
    return {
        part: "\n".join(
            "".join(
                word if len(word) == 1 and word > "\u0e00" else f" {word}" for word in block
            ).strip()
            for block in blocks
        )
        for part, blocks in story
    }


@st.composite
def edits(draw, story):
    """The story after a few edits, as editors make them."""
    story = [(part, [list(block) for block in blocks]) for part, blocks in story]
    words = st.sampled_from(WORDS)
    for number in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(story) - 1))
        part, blocks = story[at]
        which = draw(st.integers(0, len(blocks) - 1))
        block = blocks[which]
        place = draw(st.integers(0, len(block)))
        match draw(
            st.sampled_from(["in", "out", "other", "split", "merge", "move", "turns", "cut"])
        ):
            case "in":
                block[place:place] = draw(st.lists(words, min_size=1, max_size=3))
            case "out":
                del block[place : place + draw(st.integers(1, 6))]
            case "other":
                block[place : place + 1] = [draw(words)]
            case "split":
                blocks[which : which + 1] = [block[:place], block[place:]]
            case "merge" if which + 1 < len(blocks):
                blocks[which : which + 2] = [block + blocks[which + 1]]
            case "merge" if at + 1 < len(story):
                story[at : at + 2] = [(part, blocks + story[at + 1][1])]
            case "move":
                story.insert(draw(st.integers(0, len(story) - 1)), story.pop(at))
            case "turns" if len(blocks) > 1:
                story[at : at + 1] = [(part, blocks[:1]), (f"turn:new{number}", blocks[1:])]
            case "cut" if len(story) > 1:
                del story[at]
    return story


@st.composite
def edited(draw):
    """Two wordings, and passages of the earlier one."""
    story = draw(stories())
    before, after = texts_of(story), texts_of(draw(edits(story)))
    return before, after, passages(draw, before)


def passages(draw, texts):
    notes = []
    for part in draw(st.lists(st.sampled_from(list(texts)), min_size=1, max_size=8)):
        if texts[part]:
            start = draw(st.integers(0, len(texts[part]) - 1))
            end = draw(st.integers(start + 1, min(len(texts[part]), start + 40)))
            notes.append(selector(texts, part, start, end))
    return notes


@UNHURRIED
@given(edited())
def test_a_note_says_what_is_there(texts):
    before, after, notes = texts
    carrying = Carrying(before, after)
    for note in notes:
        found = carrying.anchor(note)
        now = found.selector
        if found.placement == "orphaned":
            assert now == note
            continue
        assert now.exact
        assert after[now.part][now.start : now.end] == now.exact
        assert after[now.part][: now.start].endswith(now.prefix)
        assert after[now.part][now.end :].startswith(now.suffix)
        assert len(now.prefix) == min(CONTEXT, now.start)
        if found.placement == "placed":
            assert now.exact == note.exact


@st.composite
def repetitive(draw):
    """Two wordings of the same two words: what of them stayed can be told in many ways."""
    line = st.lists(st.sampled_from("ab"), min_size=1, max_size=30).map(" ".join)
    before, after = ({"body": "\n".join(draw(st.lists(line, max_size=3)))} for _ in range(2))
    return before, after, passages(draw, before)


@UNHURRIED
@given(edited() | repetitive())
def test_taking_an_edit_back_puts_every_placed_note_where_it_was(texts):
    before, after, notes = texts
    there, back = Carrying(before, after), Carrying(after, before)
    for note in notes:
        found = there.anchor(note)
        if found.placement == "placed":
            again = back.anchor(found.selector)
            assert (again.placement, again.selector) == ("placed", note)


@UNHURRIED
@given(edited())
def test_a_moved_passage_leads_back_into_itself(texts):
    before, after, notes = texts
    there, back = Carrying(before, after), Carrying(after, before)
    for note in notes:
        found = there.anchor(note)
        if found.placement == "moved":
            again = back.anchor(found.selector)
            assert again.placement != "orphaned"


@UNHURRIED
@given(stories(), st.data())
def test_in_a_text_that_did_not_change_every_note_is_placed(story, choose):
    texts = texts_of(story)
    carrying = Carrying(texts, texts)
    for note in passages(choose.draw, texts):
        found = carrying.anchor(note)
        assert (found.placement, found.selector) == ("placed", note)


@UNHURRIED
@given(stories(), stories(), st.data())
def test_turns_put_in_beside_it_leave_a_turn_alone(story, others, choose):
    """Every note of an unchanged turn is placed in it, whatever was put in around it."""
    before = texts_of(story)
    added = [(f"turn:new{part}", blocks) for part, blocks in others]
    mixed = choose.draw(st.permutations([False] * len(story) + [True] * len(added)))
    old, new = iter(story), iter(added)
    after = texts_of([next(new) if is_new else next(old) for is_new in mixed])
    carrying = Carrying(before, after)
    for note in passages(choose.draw, before):
        found = carrying.anchor(note)
        assert (found.placement, found.selector) == ("placed", note)


@UNHURRIED
@given(edited())
def test_notes_keep_their_order_where_nothing_moved(texts):
    before, after, _ = texts
    kept = [each for each in side_by_side([*before.items()], [*after.items()]).kept if not each.way]
    assert kept == sorted(kept)
    assert [each.after for each in kept] == sorted(each.after for each in kept)


@UNHURRIED
@given(edited())
def test_no_letter_is_kept_twice_and_each_is_the_same(texts):
    before, after, _ = texts
    kept = side_by_side([*before.items()], [*after.items()]).kept
    one, other = "\n".join(before.values()), "\n".join(after.values())
    for each in kept:
        assert one[each.before :][: each.size] == other[each.after :][: each.size]
    for places in ([(each.before, each.size) for each in kept], [(e.after, e.size) for e in kept]):
        places.sort()
        assert all(
            at + size <= then for (at, size), (then, _) in zip(places, places[1:], strict=False)
        )


@UNHURRIED
@given(
    st.dictionaries(st.sampled_from("abc"), CHAOS),
    st.dictionaries(st.sampled_from("bcd"), CHAOS),
    st.data(),
)
def test_no_text_is_too_strange(before, after, choose):
    carrying = Carrying(before, after)
    for note in passages(choose.draw, before) if before else []:
        found = carrying.anchor(note)
        if found.placement == "placed":
            assert after[found.selector.part][found.selector.start :].startswith(note.exact)
        for looked in (find(after, note), suggest(after, note)):
            assert looked is None or looked.exact == after[looked.part][looked.start : looked.end]
