"""Addresses of this room."""

from django.urls import path

from apps.explain import views
from apps.explain.around import views_around
from apps.explain.conflicts import views_conflicts, views_rule
from apps.explain.merges import views_merges
from apps.explain.person import views_person
from apps.explain.who_not import views_who_not
from apps.explain.why_not import views_why_not

urlpatterns = [
    path("people/", views.search, name="people"),
    path("people/merges/", views_merges.merge_list_page, name="merges"),
    path("people/merges/<int:merge_id>/", views_merges.merge, name="merge"),
    path("people/merges/<int:merge_id>/undo/", views_merges.merge_undo, name="merge-undo"),
    path("people/merges/<int:merge_id>/right/", views_merges.merge_right, name="merge-right"),
    path("people/merges/<int:merge_id>/release/", views_merges.merge_release, name="merge-release"),
    path("people/<uuid:profile_id>/", views_person.person, name="person"),
    path(
        "people/<uuid:profile_id>/timeline/", views_person.person_timeline, name="person-timeline"
    ),
    path("people/<uuid:profile_id>/runs/", views_person.person_runs, name="person-runs"),
    path("people/<uuid:profile_id>/why-not/", views_why_not.person_why_not, name="person-why-not"),
    path("people/<uuid:profile_id>/around/", views_around.person_around, name="person-around"),
    path("journeys/<slug:key>/who-not/", views_who_not.journey_who_not, name="journey-who-not"),
    path("messages/<uuid:message_id>/why/", views.message_why, name="message-why"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
    path("conflicts/happened/", views_conflicts.happened, name="conflicts_happened"),
    path("conflicts/happened/cell/", views_conflicts.cell, name="conflicts_cell"),
    path("conflicts/costs/", views_conflicts.costs_page, name="conflicts_costs"),
    path("rules/cost/", views_rule.rule_cost, name="rule-cost"),
    path("conflicts/costs/behind/", views_conflicts.costs_behind, name="conflicts_costs_behind"),
]
