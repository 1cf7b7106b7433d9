"""The rows of interviews. What is read off a transcript and a recording's row know nothing of the
`Interview` that has them, so that it can lean on the modules which work with them."""

from interviews.models.interviews import Interview
from interviews.models.recordings import Recording
from interviews.models.turns import Speaker, SpeakerQuerySet, Turn, TurnQuerySet, TwoPeople

__all__ = [
    "Interview", "Recording", "Speaker", "SpeakerQuerySet", "Turn", "TurnQuerySet", "TwoPeople",
]  # fmt: skip
