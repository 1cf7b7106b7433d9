from django.contrib import admin
from django.urls import include, path

from briportal.media import media

urlpatterns = [
    path("admin/", admin.site.urls),
    path("media/<path:path>", media, name="media"),
    path("", include("portal.urls")),
]

handler404 = "portal.views.not_found"
