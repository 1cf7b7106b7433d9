"""The newsroom's part of the admin. Articles and interviews add their own three lines."""

from newsroom.admin.catalogue import PersonAdmin, TopicAdmin
from newsroom.admin.every_story import EveryStoryAdmin
from newsroom.admin.log import LogAdmin
from newsroom.admin.pictures import PictureAdmin
from newsroom.admin.rules import HouseRulesAdmin
from newsroom.admin.users import UserAdmin

__all__ = [
    "EveryStoryAdmin",
    "HouseRulesAdmin",
    "LogAdmin",
    "PersonAdmin",
    "PictureAdmin",
    "TopicAdmin",
    "UserAdmin",
]
