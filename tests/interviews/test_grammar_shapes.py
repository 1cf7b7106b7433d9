"""Labels as different tools and people write them, and what only looks like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.grammar import parse, serialise

TALK = [
    ("Anna Lee", "How long does a train wait at the gauge break?", "00:00"),
    ("Bo Chen", "Two hours on a good day.", "00:12"),
    ("Anna Lee", "And on a bad one?", "01:05"),
    ("Bo Chen", "Nobody counts those.", "02:40"),
]
TIMED = [
    "**{name}:** [{time}] {words}",
    "**{name}:** \\[{time}\\] {words}",
    "**{name}** ({time}): {words}",
    "**{name} [{time}]:** {words}",
    "[{time}] **{name}:** {words}",
    "**[{time}] {name}:** {words}",
    "{time} **{name}:** {words}",
    "**{name}** `{time}`: {words}",
    "**{name}** {time}\n{words}",
    "{name} ({time}):\n{words}",
    "{name}  {time}\n{words}",
    "{name} - {time}\n{words}",
    "{name}: 00:{time}\n\n{words}",
    "[{name}] [{time}] {words}",
    "[{time}] [{name}] {words}",
    "[{time}] {name}: {words}",
    "[{time}] {name}\n{words}",
    "({time}) {name}: {words}",
    "\\[{name}\\] \\[{time}\\] {words}",
    "[{time} - 59:59] {name}: {words}",
    "{time}\n{name}: {words}",
    "[{time}]\n\n**{name}:** {words}",
    "### {name} [{time}]\n\n{words}",
    "[{time}](https://example.org/?t=1) **{name}:** {words}",
    "**{name}** ([{time}](https://example.org/?t=1)): {words}",
    "{name} [{time}](https://example.org/?t=1): {words}",
    "[{time}] - {name}\n{words}",
]
UNTIMED = [
    "**{name}:** {words}",
    "**{name}**: {words}",
    "**{name}:**  \n{words}",
    "**{name}**：{words}",
    "*{name}:* {words}",
    "_{name}_: {words}",
    "***{name}:*** {words}",
    "<strong>{name}</strong>: {words}",
    "**[{name}](https://example.org/who)**: {words}",
    "**{name}**\n{words}",
    "**{name}**\n\n{words}",
    "**{name}** — {words}",
    "### {name}\n\n{words}",
    "{name}: {words}",
    "{name}:\n\n{words}",
    "{name}：{words}",
    ">> {name}: {words}",
    "- **{name}:** {words}",
    "[{name}]: {words}",
    "[{name}] {words}",
    "{name} — {words}",
    "{name}\t{words}",
    "{name}    {words}",
    "\ufeff**{name}:** {words}",
]


def written(shape, between):
    return between.join(
        shape.format(name=name, words=words, time=moment) for name, words, moment in TALK
    )


def read(source):
    return [(turn.label, turn.text, turn.starts_at) for turn in parse(source).turns]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("shape", UNTIMED)
def test_a_conversation_is_read_in_this_shape(shape, between):
    assert read(written(shape, between)) == [(name, words, None) for name, words, _ in TALK]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("shape", TIMED)
def test_a_conversation_is_read_with_its_times(shape, between):
    seconds = [0, 12, 65, 160]
    assert read(written(shape, between)) == [
        (name, words, moment) for (name, words, _), moment in zip(TALK, seconds, strict=True)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "Pros: cheap.\n\nCons: slow.\n\nPros: safe.\n\nCons: rare.",
        "00:00 Intro\n02:10 Ports: what they cost\n12:30 Who is Bo?",
        "## Ports\n\nWords.\n\n## Rails\n\nWords.\n\n## Ports\n\nMore.",
        "[1]: https://example.org\n[2]: https://example.com\n[1]: https://example.net",
        "- Speed: fast.\n- Cost: low.",
        "```\nAna: one\nBo: two\nAna: three\nBo: four\n```",
        "Remember: ports are slow.\n\nThe lesson: so are borders.\n\nRemember: all of them.",
        "| Ana: | Bo: |\n|---|---|\n| a | b |",
        "Date: 2 May\n\nWords.\n\nDate: 3 May\n\nWords.",
    ],
)
def test_what_only_looks_like_labels_makes_no_speaker(source):
    assert read(source) == []


def test_a_long_bold_phrase_used_once_is_emphasis():
    source = "**Host:** Well.\n\n**What nobody tells you about it:** the toll.\n\n**Host:** So."
    assert [label for label, _, _ in read(source)] == ["Host", "Host"]


def test_a_question_all_in_bold_stays_bold():
    source = "**Host: Why?**\n\n**Dana Li:** Because.\n\n**Host: Still?**\n\n**Dana Li:** Yes.\n\n**Host:** Ah."
    assert read(source)[0] == ("Host", "**Why?**", None)


def test_one_bold_lead_in_does_not_hide_a_plain_conversation():
    source = "Ana: One.\n\nBo: Two.\n\nAna: Three.\n\n**In Short:** four.\n\nBo: Five."
    assert {label for label, _, _ in read(source)} >= {"Ana", "Bo"}


def test_a_heading_in_code_is_code():
    assert read("**Host:** Type\n\n```\n# make\n```") == [
        ("Host", "Type\n\n```\n# make\n```", None)
    ]


def test_a_fence_that_nothing_closes_swallows_no_turn():
    assert len(read("**Host:** See\n\n```\n\n**Dana Li:** What?")) == 2


def test_what_a_host_says_first_is_no_metadata():
    assert read("**Host:** Hello Dana\n\n**Dana Li:** Hi")[0] == ("Host", "Hello Dana", None)


def test_a_host_who_is_named_and_speaks_below_is_metadata():
    transcript = parse("**Host:** Ana Silva\n\n**Ana Silva:** Hello.\n\n**Bo:** Hi.")
    assert transcript.metadata == {"Host": "Ana Silva"}
    assert [turn.label for turn in transcript.turns] == ["Ana Silva", "Bo"]


@pytest.mark.parametrize(
    "source",
    [
        # Behind a label, and its end begins another fence; under one, and its end is the last.
        "**Host:** ```\n**Host** 00:12\n```\n**Host:** Welcome.\n**Host** 00:12\n```",
        "Host: 00:00:12\n\n```\n**Host** 00:12\n```\n**Host** 00:12\n```\n### Host\n\n```",
    ],
)
def test_a_fence_is_read_the_same_once_serialised_wherever_it_stood(source):
    turns = parse(source).turns
    assert [each.text for each in parse(serialise(turns)).turns] == [each.text for each in turns]


names = st.sampled_from(
    ["Host", "Dana Li", "Ana", "Q", "A", "Wednesday", "Speaker 1", "主持人",
     "Mireille Roe, PhD", "what he said", "Note", "Break", "April", "A long phrase used as a label"]
)  # fmt: skip
words = st.sampled_from(
    ["Welcome.", "", "and then", "**Bo:** in the middle", "[00:12] Hi.", "\\[12:05\\] then", "```",
     "- item", "## Head", "> q", "17. What", "12:30", "Ana: said", "**Wednesday**: they"]
)  # fmt: skip
line = st.builds(
    lambda shape, name, said: shape.format(name=name, words=said, time="00:12"),
    st.sampled_from([*TIMED, *UNTIMED, "{words}"]),
    names,
    words,
)
text = st.builds(
    lambda lines, between: between.join(lines),
    st.lists(line, max_size=8),
    st.sampled_from(["\n", "\n\n"]),
)


@settings(deadline=None, max_examples=300)
@given(text)
def test_any_mixture_is_read_the_same_once_serialised(source):
    turns = parse(source).turns
    assert [
        (each.kind, each.label, each.starts_at, each.text) for each in parse(serialise(turns)).turns
    ] == [(each.kind, each.label, each.starts_at, each.text) for each in turns]


@pytest.mark.parametrize(
    "hostile",
    [
        "#" + " #" * 100_000 + " a",
        "**a" * 70_000,
        " " * 200_000 + "x",
        "[00:12] " * 25_000,
        "**A: b** " * 25_000,
        "**A:**" + " **A:** b" * 25_000 + "\n\n**A:** x",
        "A b c " * 35_000,
        "".join(f"**Key {place}:** v\n" for place in range(15_000)),
        "```\n" * 50_000,
        "-\n" * 100_000,
    ],
)
def test_hostile_text_takes_linear_time(hostile):
    started = time.process_time()
    parse(hostile)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "slip",
    [
        "**Anna Lee:* {}",
        "*Anna Lee:** {}",
        "**Anna Lee: {}",
        "**Anna Lee;** {}",
        "\\*\\*Anna Lee:\\*\\* {}",
        "****Anna Lee:**** {}",
    ],
)
def test_a_mistyped_label_is_somebodys_who_speaks_anyway_and_is_told(slip):
    written = f"**Anna Lee:** One.\n\n**Bo Chen:** Two.\n\n{slip.format('Three.')}"
    parsed = parse(written)
    assert [turn.label for turn in parsed.turns] == ["Anna Lee", "Bo Chen", "Anna Lee"]
    assert parsed.turns[2].text == "Three."
    assert [doubt.line for doubt in parsed.doubts] == [5]
    stranger = slip.format("Three.").replace("Anna Lee", "Cy Oh")
    assert len(parse(f"**Anna Lee:** One.\n\n**Bo Chen:** Two.\n\n{stranger}").turns) == 2


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Anna Lee [laughing]", "speech"),
        ("Cy Oh (from the audience)", "speech"),
        ("Audience member", "speech"),
        ("Unidentified male voice", "speech"),
        ("Sponsor (Fastly)", "marker"),
        ("Mid-roll", "marker"),
    ],
)
def test_parts_and_remarks_in_labels(label, kind):
    parsed = parse(f"**Anna Lee:** One.\n\n**Bo Chen:** Two.\n\n**{label}:** words")
    assert (parsed.turns[-1].label, parsed.turns[-1].kind) == (label, kind)


@pytest.mark.parametrize("label", ["**Break: \\[12:05\\]**", "**Break \\[12:05\\]**"])
def test_a_time_may_stand_in_the_bold_type_of_a_break(label):
    parsed = parse(f"**Anna Lee:** One.\n\n{label}\n\n**Bo Chen:** Two.")
    assert [(each.label, each.starts_at) for each in parsed.turns][1] == ("Break", 725.0)
    assert parsed.turns[1].text == ""


def test_the_same_speaker_with_and_without_a_remark_comes_back():
    said = "Mr. Lee (North, Lib.): One.\n\nThe Speaker: Order.\n\nMr. Lee: Two.\n\nThe Speaker: No."
    assert [turn.label for turn in parse(said).turns] == [
        "Mr. Lee (North, Lib.)", "The Speaker", "Mr. Lee", "The Speaker",
    ]  # fmt: skip


def test_courts_write_a_dot_behind_question_and_answer():
    said = "BY MR. ROE:\nQ. Your name?\nA. Jane Roe.\nQ. Where do you work?\nA. At sea."
    assert [turn.label for turn in parse(said).turns] == ["Q", "A", "Q", "A"]
    said = (
        "MS. LEE:  Good afternoon.\n\nQ    When?\n\nMS. LEE:  Soon.\n\nQ    Why?\n\nMS. LEE:  Well."
    )
    assert [turn.label for turn in parse(said).turns] == ["MS. LEE", "Q"] * 2 + ["MS. LEE"]
    assert not parse("A. One thing.\n\nB. Another.\n\nA. Once more.").turns


def test_names_in_capitals_alone_on_their_line_need_somebody_who_asks():
    said = "{0}\nWho?\n\n{1}\nMe.\n\n{0}\nWhen?\n\n{1}\nNow."
    talk = parse(said.format("INTERVIEWER", "SMITH"))
    assert [turn.label for turn in talk.turns] == ["INTERVIEWER", "SMITH"] * 2
    assert not parse(said.format("INGREDIENTS", "METHOD")).turns


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("Question", "Réponse"), ("В", "О"), ("Вопрос", "Ответ"), ("Сұрақ", "Жауап")],
)
def test_questions_and_answers_in_other_languages(asks, answers):
    said = f"{asks} : Un ?\n{answers} : Deux.\n{asks} : Trois ?\n{answers} : Quatre."
    assert [turn.label for turn in parse(said).turns] == [asks, answers] * 2
