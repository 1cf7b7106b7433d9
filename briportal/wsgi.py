"""The WSGI application that granian (or any other server) runs."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briportal.settings")

if settings.PRODUCTION:
    django.setup()
    from desk import readiness

    readiness.require_production_ready()
    readiness.require_static_collected()

application = get_wsgi_application()
