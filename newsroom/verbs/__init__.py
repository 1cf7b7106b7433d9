"""The verbs: the only way a story's public state changes.

Each does its slow work first (render, derive), then opens one short transaction: lock the story,
check version and permission again, write, log, and raise the site's version last.
"""

from .amending import amend
from .ending import retract, seal, take_down, unseal, withdraw
from .noting import publish_notes
from .publishing import cancel, publish, reschedule
from .refusals import (
    AddressTaken,
    EmbargoBroken,
    NothingNew,
    NotPublishable,
    OverTombstone,
    ScheduledLater,
    StaleVersion,
    VerbRefused,
)
from .ruling import decide
from .staging import approve, send_back, submit

__all__ = [
    "AddressTaken",
    "EmbargoBroken",
    "NotPublishable",
    "OverTombstone",
    "NothingNew",
    "ScheduledLater",
    "StaleVersion",
    "VerbRefused",
    "amend",
    "approve",
    "cancel",
    "decide",
    "publish",
    "publish_notes",
    "reschedule",
    "retract",
    "seal",
    "send_back",
    "submit",
    "take_down",
    "unseal",
    "withdraw",
]
