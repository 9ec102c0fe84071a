"""Every address of the application: each room brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("apps.console.urls")),
    path("", include("apps.journeys.urls")),
    path("", include("apps.rules.urls")),
    path("", include("apps.experiments.urls")),
    path("", include("apps.delivery.urls")),
    path("", include("apps.people.urls")),
    path("", include("apps.explain.urls")),
    path("", include("apps.simulate.urls")),
    path("", include("apps.privacy.urls")),
    path("api/", include("apps.config.api")),
    path("v1/", include("apps.events.urls")),
    path("admin/", admin.site.urls),
]
