"""Words that were corrected in the live text, brought into the draft that is being rewritten."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom import merging, saving
from newsroom.models import Edition, Story, User


def carry_over(story: Story, base: Edition, words: Mapping[str, str], *, by: User) -> bool:
    """Bring the words that were published over `base` into the working copy.

    False, and nothing is changed, where the draft says something else in the same place.
    Raises PermissionDenied.
    """
    story = Story.objects.get(pk=story.pk).concrete
    before = _wording(story, {**base.record["texts"], "title": base.record["title"],
                              "standfirst": base.record["standfirst"]})  # fmt: skip
    draft = {"title": story.title, "standfirst": story.standfirst, **story.texts()}
    published = _wording(story, {**before.texts, **words})
    together = merging.merge(before, published, _wording(story, draft))
    if together.questions:
        return False
    merged = together.wording({}).texts
    if all(merged.get(name, text) == text for name, text in draft.items()):
        return True
    for name in draft:
        setattr(story, name, merged[name])
    saving.save(story, by=by, based_on=story.version, note="With the correction of the live text")
    return True


def _wording(story: Story, words: Mapping[str, str]) -> merging.Wording:
    names = ("title", "standfirst", *story.texts())
    return merging.Wording(texts={name: words.get(name, "") for name in names})
