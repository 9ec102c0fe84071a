"""Addresses of this room."""

from django.urls import path, register_converter

from apps.rules import (
    stages_pages,
    views,
    views_draft,
    views_items,
    views_lifecycles,
    views_settings,
    views_suppressions,
)
from apps.rules.kinds import KINDS


class KindConverter:
    """The kinds of rules that have pages of their own."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "rules")

cycle = "rules/lifecycles/<str:key>"
stage = f"{cycle}/stages/<str:stage_key>"
urlpatterns = [
    path("lifecycles/", stages_pages.lifecycle_list, name="lifecycles"),
    path("lifecycles/<str:key>/", stages_pages.lifecycle_page, name="lifecycle-flow"),
    path("lifecycles/<str:key>/people/", stages_pages.stage_people, name="stage-people"),
    path("rules/", views.rules_page, name="rules"),
    path("rules/history/", views.history_page, name="rules-history"),
    path("rules/compare/", views.compare_page, name="rules-compare"),
    path("rules/versions/<int:number>/", views.version_page, name="rules-version"),
    path("rules/versions/<int:number>/restore/", views.restore_page, name="rules-restore"),
    path("rules/draft/", views_draft.draft_page, name="rules-draft"),
    path("rules/draft/discard/", views_draft.discard_page, name="rules-discard"),
    path("rules/draft/publish/", views_draft.publish_page, name="rules-publish"),
    path("rules/settings/", views_settings.settings_page, name="rules-settings"),
    path("rules/settings/preview/", views_settings.settings_preview, name="settings-preview"),
    path("rules/suppressions/", views_suppressions.suppression_list, name="suppressions"),
    path("rules/suppressions/new/", views_suppressions.suppression_new, name="suppression-new"),
    path(
        "rules/suppressions/<int:id>/remove/",
        views_suppressions.suppression_remove,
        name="suppression-remove",
    ),
    path("rules/lifecycles/new/", views_lifecycles.lifecycle_new, name="lifecycle-new"),
    path("rules/lifecycles/preview/", views_lifecycles.stage_preview, name="stage-preview"),
    path(f"{cycle}/", views_lifecycles.lifecycle_page, name="lifecycle"),
    path(f"{cycle}/remove/", views_lifecycles.lifecycle_remove, name="lifecycle-remove"),
    path(f"{cycle}/stages/new/", views_lifecycles.stage_page, name="stage-new"),
    path(f"{stage}/", views_lifecycles.stage_page, name="stage-rule"),
    path(f"{stage}/remove/", views_lifecycles.stage_remove, name="stage-remove"),
    path(f"{stage}/move/", views_lifecycles.stage_move, name="stage-move"),
    path("rules/<rules:slug>/new/", views_items.rule_page, name="rule-new"),
    path("rules/<rules:slug>/preview/", views_items.rule_preview, name="rule-preview"),
    path("rules/<rules:slug>/<str:key>/", views_items.rule_page, name="rule"),
    path("rules/<rules:slug>/<str:key>/remove/", views_items.rule_remove, name="rule-remove"),
    path("rules/<rules:slug>/<str:key>/move/", views_items.rule_move, name="rule-move"),
]
