"""Addresses of this room."""

from django.urls import path

from apps.simulate import views
from apps.simulate.conflicts import views as conflicts

analysis = "conflicts/analyses/<uuid:id>"
urlpatterns = [
    path("decisions/<uuid:decision_id>/replay/", views.replay, name="decision-replay"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/analyse/", conflicts.analyse, name="conflicts-analyse"),
    path("conflicts/progress/", conflicts.progress, name="conflicts-progress"),
    path("conflicts/analyses/", conflicts.analyses, name="conflicts-analyses"),
    path(f"{analysis}/", conflicts.conflicts, name="conflicts-analysis"),
    path(f"{analysis}/cancel/", conflicts.cancel, name="conflicts-cancel"),
    path(f"{analysis}/people/<slug:key>/", conflicts.people, name="conflicts-people"),
]
