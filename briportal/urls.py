from django.contrib import admin
from django.urls import include, path

from briportal.icon import icon
from briportal.media import media

urlpatterns = [
    path("admin/", admin.site.urls),
    path("media/<path:path>", media, name="media"),
    path("favicon.ico", icon),
    path("", include("portal.urls")),
]

handler404 = "portal.views.not_found"
