"""Addresses of this room in the management API, below /api/privacy/."""

from django.urls import path

from apps.privacy import api, api_retention

rule = "retention/<slug:what>"
urlpatterns = [
    path("erasures/", api.ErasuresApi.as_view(), name="api-erasures"),
    path("exports/", api.ExportsApi.as_view(), name="api-exports"),
    path(
        "exports/<uuid:export_id>/download/", api.DownloadApi.as_view(), name="api-export-download"
    ),
    path("audit/", api.AuditApi.as_view(), name="api-privacy-audit"),
    path("retention/", api_retention.RetentionApi.as_view(), name="api-retention"),
    path("retention/runs/", api_retention.RetentionRunsApi.as_view(), name="api-retention-runs"),
    path(f"{rule}/", api_retention.RetentionRuleApi.as_view(), name="api-retention-rule"),
    path(
        f"{rule}/preview/",
        api_retention.RetentionPreviewApi.as_view(),
        name="api-retention-preview",
    ),
    path(f"{rule}/now/", api_retention.RetentionNowApi.as_view(), name="api-retention-now"),
]
