"""Addresses of this room."""

from django.urls import path

from apps.journeys import views, views_drafts, views_editor, views_moves

urlpatterns = [
    path("journeys/", views.journey_list, name="journeys"),
    path("journeys/new/", views_drafts.new_journey, name="journey-new"),
    path("journeys/<slug:key>/", views.journey_page, name="journey"),
    path("journeys/<slug:key>/status/", views.change_status, name="journey-status"),
    path("journeys/<slug:key>/draft/", views_editor.draft_editor, name="journey-draft"),
    path("journeys/<slug:key>/draft/json/", views_drafts.draft_page, name="journey-draft-json"),
    path("journeys/<slug:key>/draft/publish/", views_drafts.publish_page, name="journey-publish"),
    path("journeys/<slug:key>/draft/discard/", views_drafts.discard_page, name="journey-discard"),
    path(
        "journeys/<slug:key>/versions/<int:number>/",
        views_editor.version_page,
        name="journey-version",
    ),
    path(
        "journeys/<slug:key>/versions/<int:number>/move/",
        views_moves.move_page,
        name="journey-move",
    ),
    path("journeys/<slug:key>/moves/", views_moves.moves_page, name="journey-moves"),
    path("journeys/<slug:key>/moves/<uuid:move>/", views_moves.go_on, name="journey-move-on"),
    path("journeys/<slug:key>/nodes/<path:node>/", views.node_page, name="journey-node"),
]
