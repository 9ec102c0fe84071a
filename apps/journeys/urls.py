"""Addresses of this room."""

from django.urls import path

from apps.journeys import (
    views,
    views_drafts,
    views_editor,
    views_list,
    views_moves,
    views_new,
    views_node,
    views_owner,
    views_publish,
    views_status,
    views_versions,
)

urlpatterns = [
    path("journeys/", views_list.journey_list, name="journeys"),
    path("journeys/new/", views_new.new_journey, name="journey-new"),
    path("journeys/new/key/", views_new.key_field, name="journey-new-key"),
    path("journeys/<slug:key>/", views.journey_page, name="journey"),
    path("journeys/<slug:key>/status/", views_status.change_status, name="journey-status"),
    path("journeys/<slug:key>/archive/", views_status.archive_page, name="journey-archive"),
    path("journeys/<slug:key>/owner/", views_owner.owner_page, name="journey-owner"),
    path("journeys/<slug:key>/draft/", views_editor.draft_editor, name="journey-draft"),
    path("journeys/<slug:key>/draft/json/", views_drafts.draft_page, name="journey-draft-json"),
    path("journeys/<slug:key>/draft/publish/", views_publish.publish_page, name="journey-publish"),
    path("journeys/<slug:key>/draft/discard/", views_drafts.discard_page, name="journey-discard"),
    path("journeys/<slug:key>/draft/import/", views_new.import_page, name="journey-import"),
    path("journeys/<slug:key>/duplicate/", views_new.duplicate_page, name="journey-duplicate"),
    path("journeys/<slug:key>/versions/", views_versions.versions_page, name="journey-versions"),
    path("journeys/<slug:key>/compare/", views_versions.compare_page, name="journey-compare"),
    path(
        "journeys/<slug:key>/versions/<int:number>/restore/",
        views_versions.restore_page,
        name="journey-restore",
    ),
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
    path("journeys/<slug:key>/nodes/<path:node>/", views_node.node_page, name="journey-node"),
]
