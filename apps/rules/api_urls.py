"""Addresses of the draft in the management API."""

from django.urls import path

from apps.rules import api_serializers as parts
from apps.rules.api_draft import DraftApi, doors

urlpatterns = [path("", DraftApi.as_view(), name="api-rules-draft")]
for slug, section, one, serializer in (
    ("tiers", "tiers", "a tier", parts.TierSerializer),
    ("caps", "caps", "a frequency cap", parts.CapSerializer),
    (
        "exclusion-groups",
        "exclusion_groups",
        "an exclusion group",
        parts.ExclusionGroupSerializer,
    ),
    ("quiet-hours", "quiet_hours", "quiet hours", parts.QuietHoursSerializer),
    ("lifecycles", "lifecycles", "a lifecycle", parts.LifecycleRuleSerializer),
):
    several, single = doors(section, one, serializer)
    urlpatterns += [
        path(f"{slug}/", several.as_view(), name=f"api-rules-{slug}"),
        path(f"{slug}/<str:key>/", single.as_view(), name=f"api-rules-{slug}-one"),
    ]
