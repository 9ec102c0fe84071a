"""Addresses of this room."""

from django.urls import path

from apps.explain import views, views_conflicts

urlpatterns = [
    path("people/", views.search, name="people"),
    path("people/<uuid:profile_id>/", views.person, name="person"),
    path("people/<uuid:profile_id>/timeline/", views.person_timeline, name="person-timeline"),
    path("people/<uuid:profile_id>/why-not/", views.person_why_not, name="person-why-not"),
    path("messages/<uuid:message_id>/why/", views.message_why, name="message-why"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
    path("conflicts/happened/", views_conflicts.happened, name="conflicts_happened"),
    path("conflicts/happened/cell/", views_conflicts.cell, name="conflicts_cell"),
    path("conflicts/costs/", views_conflicts.costs_page, name="conflicts_costs"),
    path("conflicts/costs/behind/", views_conflicts.costs_behind, name="conflicts_costs_behind"),
]
