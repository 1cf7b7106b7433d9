"""Compare the importer with parses known to be right: `python -m bench.corpora FOLDER`."""

from __future__ import annotations

import argparse
import io
import itertools
import json
import re
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path
from typing import Any

from bench.anchoring import compare_anchors
from bench.throwaway import set_up

# A time, with or without brackets, that stands between a label and its words.
_TIME = re.compile(r"\\?[\[(](?:\d+:)+[\d.]+\\?[\])]")
_LINK = re.compile(r"(?<!\\)!?\[([^\]]*)\]\([^)]*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# A label as it opens a line: perhaps a time, bold or brackets, the name, then what closes it.
_OPENS = r"^[>*_\-\s\[(\\]*(?:[\d:.]+[\])\\:]*\s*)?[*_\[]*{}\s*[*_\]]*\s*[:：\[(\d*]"
_EMPHASIS = re.compile(r"</?[bi]>")
# Files in which nobody speaks, whatever their lines look like.
PROSE = {"es-2023-04-27-fuzzing.es.md", "zh-2022-10-15-braidpool.zh.md"}


def dry_run(paths: list[Path]) -> list[dict[str, Any]]:
    """What `import_manuscript --dry-run --json` prints, an object for each file."""
    from django.core.management import call_command

    out, errors = io.StringIO(), io.StringIO()
    call_command(
        "import_manuscript",
        *map(str, paths),
        dry_run=True,
        json=True,
        stdout=out,
        stderr=errors,
        no_color=True,
    )
    return [json.loads(line) for line in out.getvalue().splitlines()]


def first_words(text: str) -> list[str]:
    """The first five words of a turn as the expected file has them: no Markdown, no times."""
    text = _LINK.sub(r"\1", _TIME.sub(" ", text))
    text = _ESCAPE.sub(r"\1", text)
    # As the expected words were made: an asterisk is Markdown wherever it stands.
    words = (word.strip("_`") for word in text.replace("*", "").split())
    return [word for word in words if re.search(r"\w", word)][:5]


def turns_of(said: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [
        (turn["speaker"], turn["kind"], first_words(turn["text"]))
        for story in said["stories"]
        for turn in story["turns"]
    ]


def compare_transcripts(folder: Path) -> list[str]:
    """Every file without an ambiguous line must be as expected."""
    expected_lines = (folder / "changelog-expected.jsonl").read_text("utf-8").splitlines()
    expected = {each["file"]: each for each in map(json.loads, expected_lines)}
    paths = sorted((folder / "changelog").glob("*.md"))
    failures, equal, ambiguous, turns = [], 0, [], 0
    for path, said in zip(paths, dry_run(paths), strict=True):
        known = expected[path.name]
        got = turns_of(said)
        want = [
            # Both sides through the same sieve: the expected words may hold Markdown too.
            (turn["speaker"], turn["kind"], first_words(" ".join(turn["first_words"])))
            for turn in known["turns"]
        ]
        same = len(got) == len(want) and all(map(_same, got, want))
        if known["ambiguous_lines"]:
            ambiguous.append(
                f"{path.name} ({'equal' if same else f'{len(got)}/{len(want)} turns'})"
            )
        elif same:
            equal += 1
            turns += len(want)
        else:
            failures.append(f"{path.name}: {_difference(got, want)}")
    print(f"changelog: {equal} files equal ({turns:,} turns), {len(failures)} different,")
    print(f"  {len(ambiguous)} with ambiguous lines, not judged: {', '.join(ambiguous)}")
    return failures


def _same(got: tuple[str, str, list[str]], want: tuple[str, str, list[str]]) -> bool:
    if got[:2] != want[:2]:
        return False
    ours, theirs = got[2], want[2]
    if ours[:1] != theirs[:1] and re.fullmatch(r"\d+[.)]", ours[0] if ours else ""):
        ours = ours[1:]  # the expected words take a number before a sentence for a list's
    # Markdown may leave fewer than five words on either side.
    return bool(ours) == bool(theirs) and all(map(str.__eq__, ours, theirs))


def _difference(got: list[Any], want: list[Any]) -> str:
    for number, (ours, theirs) in enumerate(zip(got, want, strict=False), 1):
        if not _same(ours, theirs):
            return f"turn {number} is {ours}, expected {theirs}"
    return f"{len(got)} turns, expected {len(want)}"


def compare_shapes(folder: Path) -> list[str]:
    """No speaker is invented: every label opens a line of its file, and prose has none."""
    failures = []
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    for path, said in zip(paths, dry_run(paths), strict=True):
        source = path.read_text("utf-8")
        labels = Counter(turn[0] for turn in turns_of(said) if turn[1] == "speech")
        shown = ", ".join(f"{label} ({count})" for label, count in labels.most_common()) or "none"
        kinds = "+".join(story["kind"] for story in said["stories"])
        print(f"shapes/{path.name}: {kinds}; speakers: {shown}")
        for label, count in labels.items():
            opened = len(re.findall(_OPENS.format(re.escape(label)), source, re.MULTILINE))
            if not opened or path.name in PROSE:
                failures.append(f"shapes/{path.name}: “{label}” ({count}) speaks nowhere in it")
    return failures


def compare_edits(folder: Path) -> list[str]:
    """Real edits: turns that keep half of their words keep their key, and none gets another's.

    What was kept is told by difflib, line by line and then word by word; the keys are told by
    `interviews.keys`, which uses neither.
    """
    from interviews.grammar import parse
    from interviews.keys import KeyedTurn, align

    failures = []
    expected = kept = pairs = 0
    for path in sorted(folder.glob("*.before.md")):
        old = parse(path.read_text("utf-8")).turns
        new = parse(
            path.with_name(path.name.replace(".before.", ".after.")).read_text("utf-8")
        ).turns
        minted = itertools.count()
        keyed = [
            KeyedTurn(f"k{at}", each.kind, each.label, each.text) for at, each in enumerate(old)
        ]
        keys = align(keyed, new, mint=lambda minted=minted: f"n{next(minted)}")
        words = [_spoken(each.text) for each in old], [_spoken(each.text) for each in new]
        stayed = _words_that_stayed(*words)
        for at, said in enumerate(words[0]):
            here = [other for other in range(len(new)) if 2 * stayed[at, other] >= len(said) > 0]
            # Of merged turns, only the one that gave most of the words can keep its key.
            most = [o for o in here if stayed[at, o] == max(stayed[i, o] for i in range(len(old)))]
            expected += bool(most)
            kept += any(keys[other] == f"k{at}" for other in most)
        for other, key in enumerate(keys):
            if not key.startswith("k"):
                continue
            at = int(key[1:])
            shorter = min(len(words[0][at]), len(words[1][other]))
            if 2 * stayed[at, other] < shorter:
                failures.append(f"{path.name}: turn {other + 1} has the key of turn {at + 1}")
        pairs += 1
    share = 100 * kept / max(expected, 1)
    print(f"edits: {pairs} pairs; {kept:,} of {expected:,} turns kept their key ({share:.2f} %)")
    if share < 99.5:
        failures.append(f"edits: only {share:.2f} % of the turns kept their key, expected 99.5 %")
    return failures


def _spoken(text: str) -> list[str]:
    """The words of a turn without case, signs and remarks such as [unintelligible 00:12:28]."""
    return re.findall(r"\w+", re.sub(r"\\?\[[^\]\[]*\](?!\()", " ", text).casefold())


def _words_that_stayed(old: list[list[str]], new: list[list[str]]) -> Counter[tuple[int, int]]:
    """How many words of each old turn stand in each new one, in order."""
    stayed: Counter[tuple[int, int]] = Counter()
    lines = [" ".join(said) for said in old], [" ".join(said) for said in new]
    for what, at, end, there, until in SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
        if what == "equal":
            stayed.update({(at + n, there + n): len(old[at + n]) for n in range(end - at)})
            continue
        one = [(number, word) for number in range(at, end) for word in old[number]]
        two = [(number, word) for number in range(there, until) for word in new[number]]
        matcher = SequenceMatcher(None, [w for _, w in one], [w for _, w in two], autojunk=False)
        for match in matcher.get_matching_blocks():
            for step in range(match.size):
                stayed[one[match.a + step][0], two[match.b + step][0]] += 1
    return stayed


def runs_of(segments: list[dict[str, Any]]) -> list[tuple[str, float | None, str]]:
    """Segments of one speaker joined: who, from when, and the words without their spaces.

    The expected words still have the files' own markup, <i> and &amp;, which we read.
    """
    runs: list[tuple[str, float | None, str]] = []
    for segment in segments:
        speaker, words = segment["speaker"], segment["body"]
        words = unescape("".join(_EMPHASIS.sub("", words).split()))
        if runs and runs[-1][0] == speaker:
            runs[-1] = (*runs[-1][:2], runs[-1][2] + words)
        else:
            runs.append((speaker, segment["startTime"], words))
    return runs


def compare_subtitles(folder: Path) -> list[str]:
    """Every file with an expected parse, and one that is its own: speakers, times and words."""
    from prose.html import render

    failures = []
    expected = {
        folder / f"{stem}.{ending}": path
        for path in folder.glob("*_parsed.json")
        for stem, _, ending in [path.name.removesuffix("_parsed.json").rpartition("_")]
    }
    expected |= {path: path for path in folder.glob("one_word*.json")}
    paths = sorted(expected)
    for path, said in zip(paths, dry_run(paths), strict=True):
        want = runs_of(json.loads(expected[path].read_text("utf-8"))["segments"])
        got = [
            (turn["speaker"], turn["starts_at"], "".join(render(turn["text"]).text.split()))
            for story in said["stories"]
            for turn in story["turns"]
        ]
        print(f"subtitles/{path.name}: {len(got)} turns, {len(want)} expected")
        if got != want:
            pairs = enumerate(zip(got, want, strict=False))
            at = next((at for at, (ours, theirs) in pairs if ours != theirs), "the last")
            failures.append(f"subtitles/{path.name}: not the same from turn {at}")
    return failures


def measure_publishing(folder: Path) -> list[str]:
    """All transcripts imported and published for good: how many a second of CPU time."""
    from django.core.management import call_command

    from tests.making import make_user

    make_user("administrator")
    paths = sorted(map(str, (folder / "changelog").glob("*.md")))
    began = time.process_time()
    call_command("import_manuscript", *paths, publish=True, stdout=io.StringIO(), no_color=True)
    rate = len(paths) / (time.process_time() - began)
    print(f"changelog: {len(paths)} transcripts imported and published, {rate:.1f} a second")
    slow = f"changelog: {rate:.1f} transcripts imported and published a second, expected 5"
    return [slow] if rate < 5 else []


def compare_manuscript(path: Path) -> list[str]:
    """The manuscript this project was asked for, fact by fact."""
    [said] = dry_run([path])
    article, interview = said["stories"] if len(said["stories"]) == 2 else ({}, {})
    if not article:
        return [
            f"{path.name}: {len(said['stories'])} stories, expected an article and an interview"
        ]
    speakers = {each["label"]: each["person"] for each in interview["speakers"]}
    paragraphs = [turn["text"].count("\n\n") + 1 for turn in interview["turns"]]
    cited = [(each["number"], each["url"]) for each in said["citations"]]
    where = [each["part"] for each in said["citations"]]
    facts: list[tuple[str, Any, Any]] = [
        ("kinds", [article["kind"], interview["kind"]], ["article", "interview"]),
        ("sections", len(article["sections"]), 3),
        ("lists", article["lists"], [3, 4]),
        ("follow-up question", bool((article["follow_up"] or {}).get("question")), True),
        ("speakers", speakers, {"Host": speakers.get("Host"), "Dr. Li": "Dr. Li Wei"}),
        ("turns", len(interview["turns"]), 11),
        ("paragraphs of turn 4", paragraphs[3:4], [2]),
        ("paragraphs of turn 6", paragraphs[5:6], [3]),
        ("citations", len(cited), 1),
    ]
    failures = [
        f"{path.name}: {what} {got!r}, expected {want!r}"
        for what, got, want in facts
        if got != want
    ]
    if where and not re.search(r"\b4\b|turn.*4|t-", str(where[0])):
        failures.append(
            f"{path.name}: the citation stands in {where[0]!r}, expected the fourth turn"
        )
    print(f"{path.name}: {len(facts) + 1 - len(failures)} of {len(facts) + 1} facts as expected")
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="The folder of corpora.")
    folder: Path = parser.parse_args().folder
    if not (folder / "transcripts").is_dir():
        print(f"{folder} holds no folder “transcripts”. Give the folder of corpora.")
        return 1
    set_up()
    failures = compare_transcripts(folder / "transcripts")
    failures += compare_shapes(folder / "transcripts" / "shapes")
    failures += compare_edits(folder / "transcripts" / "edits")
    failures += compare_anchors(folder / "transcripts" / "edits")
    failures += compare_subtitles(folder / "transcripts" / "subtitles")
    failures += measure_publishing(folder / "transcripts")
    failures += compare_manuscript(folder / "manuscripts" / "belt-and-road.txt")
    for failure in failures:
        print(f"DIFFERENT  {failure}")
    print(f"{len(failures)} differences." if failures else "Everything is as expected.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
