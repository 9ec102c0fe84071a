"""Addresses of this room."""

from django.urls import path

from apps.simulate import views

urlpatterns = [
    path("decisions/<uuid:decision_id>/replay/", views.replay, name="decision-replay"),
]
