from .editions import (
    READABLE,
    TOMBSTONES,
    Change,
    Edition,
    EditionBody,
    EditionNote,
    EditionQuerySet,
    Passage,
)
from .open_forms import OpenForm
from .people import FormerSlug, Person, Topic, of_current
from .pictures import Picture
from .revisions import Revision
from .site import HouseRules, LogEntry, SiteVersion
from .stories import Credit, CreditRole, Kind, RelatedStory, Stage, Story
from .users import Role, User

__all__ = [
    "READABLE",
    "TOMBSTONES",
    "Change",
    "Credit",
    "CreditRole",
    "Edition",
    "EditionBody",
    "EditionNote",
    "EditionQuerySet",
    "FormerSlug",
    "HouseRules",
    "Kind",
    "LogEntry",
    "OpenForm",
    "Passage",
    "Person",
    "Picture",
    "RelatedStory",
    "Revision",
    "Role",
    "SiteVersion",
    "Stage",
    "Story",
    "Topic",
    "User",
    "of_current",
]
