"""Addresses of this room."""

from django.urls import path

from apps.privacy import views, views_person, views_retention

person, rule = "people/<uuid:profile_id>", "privacy/retention/<slug:what>"
urlpatterns = [
    path(f"{person}/export/", views_person.person_export, name="person-export"),
    path(f"{person}/erase/", views_person.person_erase, name="person-erase"),
    path("privacy/", views.erasures, name="privacy"),
    path("privacy/exports/", views.exports, name="privacy-exports"),
    path("privacy/exports/<uuid:id>/", views_person.export_download, name="export-download"),
    path("privacy/erasures/<uuid:id>/", views_person.erasure, name="erasure"),
    path("privacy/erasures/<uuid:id>/again/", views_person.erasure_again, name="erasure-again"),
    path("privacy/audit/", views.audit, name="privacy-audit"),
    path("privacy/retention/", views_retention.retention, name="privacy-retention"),
    path(f"{rule}/", views_retention.retention_rule, name="retention-rule"),
    path(f"{rule}/now/", views_retention.retention_now, name="retention-now"),
]
