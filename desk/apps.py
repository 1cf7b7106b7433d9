from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core.checks import Tags, register


class DeskAdminConfig(admin.AdminConfig):
    """Django's admin with our site: `django.contrib.admin.site` is `desk.site.DeskAdminSite`."""

    default_site = "desk.site.DeskAdminSite"
    # INSTALLED_APPS names it in full; "desk" alone is the app below.
    default = False


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        from desk.readiness import check_migrations

        register(check_migrations, Tags.database, deploy=True)
