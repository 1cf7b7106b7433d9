"""The WSGI application that granian (or any other server) runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briportal.settings")

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

if settings.PRODUCTION:
    from desk.readiness import require_production_ready

    require_production_ready()
