"""Addresses of this room."""

from django.urls import path

from apps.rules import views

urlpatterns = [
    path("rules/", views.rules_page, name="rules"),
    path("rules/versions/<int:number>/", views.version_page, name="rules-version"),
    path("rules/caps/new/", views.cap_page, name="cap-new"),
    path("rules/caps/preview/", views.cap_preview, name="cap-preview"),
    path("rules/caps/<str:cap_id>/", views.cap_page, name="cap"),
    path("rules/caps/<str:cap_id>/remove/", views.cap_remove, name="cap-remove"),
]
