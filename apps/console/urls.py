"""Addresses of this room."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from apps.console.views import decisions, events, health, overview, sources

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("events/", events.event_list, name="events"),
    path("events/<int:id>/", events.event_page, name="event"),
    path("events/rejected/<int:id>/", events.rejected_page, name="rejected-event"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/new/", sources.source_new, name="source-new"),
    path("sources/<slug:key>/", sources.source_page, name="source"),
    path("sources/<slug:key>/keys/", sources.write_key_new, name="write-key-new"),
    path("sources/<slug:key>/keys/<int:id>/", sources.write_key_revoke, name="write-key-revoke"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
