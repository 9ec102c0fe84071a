"""Every address of the application: each room brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("apps.delivery.urls")),
    path("v1/", include("apps.events.urls")),
    path("admin/", admin.site.urls),
]
