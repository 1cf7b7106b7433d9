"""The WSGI application that granian (or any other server) runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briportal.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
