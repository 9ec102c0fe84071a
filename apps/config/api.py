"""The management API: every address, its schema and its documentation."""

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from apps.delivery.api import TemplatesApi
from apps.events.api import SourcesApi
from apps.experiments.api import HoldoutsApi
from apps.explain import api as explain
from apps.explain.api_messages import MessagesApi
from apps.explain.around.api_around import AroundApi
from apps.explain.conflicts import api_conflicts as conflicts
from apps.explain.merges import api_merges as merges
from apps.explain.person import api_person
from apps.explain.person.api_sessions import SessionsApi
from apps.explain.why_not import api_why_not
from apps.journeys.api import JourneysApi
from apps.journeys.api_vocabulary import AudienceApi, VocabularyApi
from apps.people import api as identity
from apps.privacy import api as privacy
from apps.rules.api import RulesApi
from apps.rules.api_suppressions import SuppressionsApi
from apps.rules.stages_api import LifecycleApi, LifecyclesApi, StagePeopleApi
from apps.simulate.api import ReplayApi
from apps.simulate.conflicts.api import ConflictsBeforeApi
from apps.simulate.trial.api import TryApi

router = SimpleRouter()
router.register("journeys", JourneysApi, basename="api-journeys")
router.register("rules", RulesApi, basename="api-rules")
router.register("rules/suppressions", SuppressionsApi, basename="api-suppressions")
router.register("holdouts", HoldoutsApi, basename="api-holdouts")
router.register("templates", TemplatesApi, basename="api-templates")
router.register("sources", SourcesApi, basename="api-sources")
router.register("conflicts", ConflictsBeforeApi, basename="api-conflicts")

# The documentation's page writes styles of its own into itself; no other page may.
docs = csp_update({"style-src": ["'unsafe-inline'"]})(
    login_required(SpectacularSwaggerSplitView.as_view(url_name="api-schema"))
)

person = "people/<uuid:profile_id>"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", docs, name="api-docs"),
    path("people/", explain.PeopleApi.as_view(), name="api-people"),
    path(f"{person}/", api_person.PersonApi.as_view(), name="api-person"),
    path(f"{person}/timeline/", api_person.TimelineApi.as_view(), name="api-timeline"),
    path(f"{person}/runs/", api_person.PastRunsApi.as_view(), name="api-past-runs"),
    path(f"{person}/sessions/", SessionsApi.as_view(), name="api-sessions"),
    path(f"{person}/decisions/", explain.PersonDecisionsApi.as_view(), name="api-decisions"),
    path(f"{person}/why-not/", api_why_not.WhyNotApi.as_view(), name="api-why-not"),
    path(f"{person}/around/", AroundApi.as_view(), name="api-around"),
    path("identity/", identity.IdentityApi.as_view(), name="api-identity"),
    path(
        "identity/versions/", identity.IdentityVersionsApi.as_view(), name="api-identity-versions"
    ),
    path("identity/left-off/", identity.LeftOffApi.as_view(), name="api-left-off"),
    path("accounts/", identity.AccountsApi.as_view(), name="api-accounts"),
    path("accounts/<int:id>/", identity.AccountApi.as_view(), name="api-account"),
    path("merges/", merges.MergesApi.as_view(), name="api-merges"),
    path("merges/<int:merge_id>/", merges.MergeApi.as_view(), name="api-merge"),
    path("merges/<int:merge_id>/undo/", merges.MergeUndoApi.as_view(), name="api-merge-undo"),
    path("merges/<int:merge_id>/right/", merges.MergeRightApi.as_view(), name="api-merge-right"),
    path(
        "merges/<int:merge_id>/messages/",
        merges.MergeMessagesApi.as_view(),
        name="api-merge-messages",
    ),
    path("decisions/<uuid:decision_id>/", explain.DecisionApi.as_view(), name="api-decision"),
    path("decisions/<uuid:decision_id>/replay/", ReplayApi.as_view(), name="api-replay"),
    path("messages/", MessagesApi.as_view(), name="api-messages"),
    path("messages/<uuid:message_id>/why/", explain.MessageWhyApi.as_view(), name="api-why"),
    path("conflicts/happened/", conflicts.ConflictsApi.as_view(), name="api-conflicts-happened"),
    path(
        "conflicts/happened/cell/",
        conflicts.ConflictCellApi.as_view(),
        name="api-conflicts-happened-cell",
    ),
    path("rules-cost/", conflicts.RulesCostApi.as_view(), name="api-rules-cost"),
    path(
        "rules-cost/behind/", conflicts.RulesCostBehindApi.as_view(), name="api-rules-cost-behind"
    ),
    path("lifecycles/", LifecyclesApi.as_view(), name="api-lifecycles"),
    path("lifecycles/<str:key>/", LifecycleApi.as_view(), name="api-lifecycle"),
    path("lifecycles/<str:key>/people/", StagePeopleApi.as_view(), name="api-stage-people"),
    path("vocabulary/", VocabularyApi.as_view(), name="api-vocabulary"),
    path("audience/", AudienceApi.as_view(), name="api-audience"),
    path("rules/draft/", include("apps.rules.api_urls")),
    path(f"{person}/export/", privacy.ExportApi.as_view(), name="api-person-export"),
    path(f"{person}/erase/", privacy.EraseApi.as_view(), name="api-person-erase"),
    path("privacy/", include("apps.privacy.api_urls")),
    path("journeys/<slug:key>/who-not/", api_why_not.WhoNotApi.as_view(), name="api-who-not"),
    path("journeys/<slug:key>/try/", TryApi.as_view(), name="api-try"),
    *router.urls,
]
