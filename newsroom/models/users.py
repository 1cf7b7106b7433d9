from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    """Who someone is in the newsroom. `newsroom.permissions.can` reads it; nothing else does."""

    REPORTER = "reporter", "Reporter"
    EDITOR = "editor", "Editor"
    PUBLISHER = "publisher", "Publisher"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        username: str,
        password: str | None = None,
        *,
        role: str = Role.REPORTER,
        **fields: Any,
    ) -> User:
        user = self.model(username=self.model.normalize_username(username), role=role, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Django's `createsuperuser` makes an administrator: there is no other superuser."""
        return self.create_user(username, password, role=Role.ADMINISTRATOR, **fields)


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Write one such as Asia/Almaty.")


class User(AbstractBaseUser):
    """Somebody who works in the newsroom. No groups and no Django permissions: see `can`."""

    username = models.CharField(
        "log-in name", max_length=150, unique=True, help_text="What this person types to log in."
    )
    name = models.CharField(
        max_length=150, blank=True, help_text="As colleagues see it, for example in the history."
    )
    email = models.EmailField("e-mail", blank=True)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.REPORTER)
    must_change_password = models.BooleanField(
        "must choose a new password", default=False, help_text="Asked for at the next log-in."
    )
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text="The clock this person reads, such as Asia/Almaty.",
    )
    is_active = models.BooleanField(
        "may log in", default=True, help_text="Switch off instead of deleting: the history stays."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_staff(self) -> bool:
        """Every account is a colleague's; the admin's door asks for this."""
        return self.is_active

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's permissions are not used: each ModelAdmin asks `can` instead."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active
