"""Load the sample content, through the same doors that editors use."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from annotations.choosing import choose
from annotations.models import Annotation, Source, Term, Verdict
from annotations.verbs import Content, annotate
from interviews.models import Interview, Speaker
from manuscripts import importer
from manuscripts.reading import read
from newsroom import saving, uploads, verbs
from newsroom.models import Person, Picture, RelatedStory, Role, Story, Topic, User
from prose.urls import canonical

FOLDER = settings.BASE_DIR / "samples"


class Command(BaseCommand):
    help = "Loads the sample content into an empty newsroom and publishes it at its own dates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if Story.objects.exists():
            raise CommandError("There are pieces here already; samples are for an empty newsroom.")
        by = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
        if by is None:
            raise CommandError("There is no administrator yet. Run `make run` first.")
        by.must_change_password = False  # in memory only: this command is not a log-in
        with transaction.atomic():
            pictures = self.pictures(folder, by)
            self.topics(folder)
            self.people(folder)
            self.sources(folder)
            stories = self.stories(folder, by, pictures)
        self.stdout.write(f"Loaded {len(stories)} pieces.")

    def catalogue(self, folder: Path, name: str) -> dict[str, Any]:
        with (folder / name).open("rb") as file:
            return tomllib.load(file)

    def pictures(self, folder: Path, by: User) -> dict[str, Picture]:
        made = {}
        for key, facts in self.catalogue(folder, "pictures.toml").items():
            path = folder / "pictures" / facts["file"]
            file = SimpleUploadedFile(path.name, path.read_bytes())
            made[key] = uploads.take_in(
                file,
                by=by,
                title=facts.get("title", key),
                alt=facts.get("alt", ""),
                decorative=facts.get("decorative", False),
                caption=facts.get("caption", ""),
                credit=facts.get("credit", ""),
            )
        return made

    def topics(self, folder: Path) -> None:
        Topic.objects.bulk_create(
            Topic(
                slug=slug,
                kind=facts["kind"],
                name=facts["name"],
                names=facts.get("names", {}),
                description=facts.get("description", ""),
                order=facts.get("order", place),
            )
            for place, (slug, facts) in enumerate(self.catalogue(folder, "topics.toml").items())
        )

    def people(self, folder: Path) -> None:
        Person.objects.bulk_create(
            Person(
                slug=slug,
                name=facts["name"],
                native_name=facts.get("native_name", ""),
                sort_name=facts.get("sort_name", ""),
                biography=facts.get("biography", ""),
                aliases=facts.get("aliases", []),
            )
            for slug, facts in self.catalogue(folder, "people.toml").items()
        )

    def sources(self, folder: Path) -> None:
        """Before any text cites them: a source that is here keeps its title."""
        Source.objects.bulk_create(
            Source(canonical_url=canonical(facts["url"]), **facts)
            for facts in self.catalogue(folder, "sources.toml")["source"]
        )

    def stories(self, folder: Path, by: User, pictures: dict[str, Picture]) -> list[Story]:
        """Every file is imported as a manuscript; then ties between them; then they are published."""
        made: dict[str, tuple[Story, dict[str, Any]]] = {}
        for path in sorted((folder / "stories").glob("*.md")):
            text = read(path.read_bytes()).text
            for key, picture in pictures.items():
                text = text.replace(f"](picture:{key})", f"](picture:{picture.key})")
            coming = importer.prepare(text, name=path.name)
            metadata = coming.parsed.metadata
            if len(coming.parsed.stories) != 1 or coming.parsed.stories[0].kind != metadata["kind"]:
                raise CommandError(f"{path.name} was not read as one {metadata['kind']}.")
            [story] = importer.create(coming, by=by)
            made[path.stem] = (story, metadata)
        for story, metadata in made.values():
            self.tie(story, metadata, made, pictures, by)
        notes = self.catalogue(folder, "notes.toml")
        Term.objects.bulk_create(Term(**facts) for facts in notes["term"])
        for note in notes["note"]:
            self.note(made[note["story"]][0], note, by)
        for story, metadata in sorted(made.values(), key=lambda pair: pair[1]["published"]):
            moment = datetime.fromisoformat(metadata["published"])
            # Ties were saved on a row of their own: what was imported is stale by now.
            tied = Story.objects.get(pk=story.pk)
            verbs.publish(tied, by=by, at=moment, archived=True)
        return [story for story, _ in made.values()]

    def tie(
        self,
        story: Story,
        metadata: dict[str, Any],
        made: dict[str, tuple[Story, dict[str, Any]]],
        pictures: dict[str, Picture],
        by: User,
    ) -> None:
        """What a manuscript cannot say by itself: picture, translation, related, who speaks."""
        story = Story.objects.get(pk=story.pk).concrete
        if metadata.get("picture"):
            story.lead_picture = pictures[metadata["picture"]]
        if metadata.get("translation_of"):
            story.translation_of = Story(pk=made[metadata["translation_of"]][0].pk)

        def relations() -> None:
            for order, tie in enumerate(metadata.get("related", [])):
                target = made[tie["story"]][0]
                RelatedStory.objects.create(
                    story=story, target=target, label=tie.get("label", ""), order=order
                )
            if isinstance(story, Interview):
                self.speakers(story, metadata.get("speakers", {}))

        saving.save(story, by=by, relations=relations, note="Sample content")

    def note(self, story: Story, facts: dict[str, Any], by: User) -> None:
        """As an editor makes it: the words selected on the page, then what is said of them."""
        story = Story.objects.get(pk=story.pk)
        words = facts["words"]
        parts = story.concrete.read().parts.items()
        holding = [(key, part.text) for key, part in parts if words in part.text]
        if len(holding) != 1:
            raise CommandError(f"“{words}” does not stand once in {facts['story']}.")
        [(part, text)] = holding
        before = text.partition(words)[0]
        start, length = (len(each.encode("utf-16-le")) // 2 for each in (before, words))
        choice = choose(story, part, start, start + length, words, seen=story.version)
        sources = [
            Source.objects.get(canonical_url=canonical(url)) for url in facts.get("sources", [])
        ]
        is_source = facts["kind"] == Annotation.Kind.SOURCE
        content = Content(
            body=facts.get("body", ""),
            source=sources[0] if is_source else None,
            evidence=[] if is_source else sources,
            term=Term.objects.get(language=story.language, word=facts["term"])
            if "term" in facts
            else None,
            verdict=Verdict.objects.get(name=facts["verdict"]) if "verdict" in facts else None,
        )
        annotate(story, facts["kind"], choice, content, by=by)

    def speakers(self, interview: Interview, speakers: dict[str, dict[str, str]]) -> None:
        for label, facts in speakers.items():
            person = Person.objects.filter(slug=facts.get("person", "")).first()
            Speaker.objects.filter(interview=interview, label=label).update(
                person=person,
                role=facts.get("role", Speaker.Role.GUEST),
                described_as=facts.get("described_as", ""),
            )
