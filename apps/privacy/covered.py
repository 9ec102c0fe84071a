"""What an erasure does with every field of every model, and why some hold nobody.

A test goes through all models: whoever adds a field that may hold a text says here what becomes of
it. Of a model that is not named field by field, all of its rows go.
"""

# The rows of the person are deleted.
DELETED = {
    "people.Identifier",
    "people.Trait",
    "people.Consent",
    "people.Suppression",
    "people.LeftOff",
    "people.KeptApart",
    "people.Membership",
    "delivery.SandboxMessage",
    "delivery.RenderedMessage",
    "orchestrator.PoisonedProfile",
    "privacy.Export",
    "privacy.ExportPart",
    "axes.AccessAttempt",
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "sessions.Session",
}

# The fields of the person's rows are emptied; the others of these models are codes and keys.
EMPTIED = {
    "events.Event": {"message_id", "type", "name", "user_id", "anonymous_id", "payload"},
    "events.RejectedEvent": {"detail", "body"},
    "events.QuarantinedEvent": {"error"},
    "people.Merge": {"identifiers", "matched", "given_back", "outcome", "undone_because"}
    | {"suspicions"},
    "delivery.Delivery": {"address", "context", "detail", "provider_message_id"},
    "delivery.Attempt": {"detail", "response"},
    "admin.LogEntry": {"object_repr", "change_message"},
    "privacy.Erasure": {"told", "note", "error"},
}

CODES = "a code or a key of ours, or a name that an author gave"
AUTHORED = "what authors wrote, and nothing of people"
LOGIN = "somebody who logs in"
COMPANY = "a company, not a person"
DIGEST = "a digest under a key of ours"

# Nothing of a person is ever in these. "app.Model" stands for all of its fields.
EXEMPT = {
    "events.Source": AUTHORED,
    "events.WriteKey": DIGEST,
    "events.RejectedEvent.reason": CODES,
    "events.QuarantinedEvent.stage": CODES,
    "people.Merge.rule": CODES,
    "people.Account": COMPANY,
    "people.IdentityRules": AUTHORED,
    "people.ErasedIdentifier": DIGEST,
    "people.KeptSince": CODES,
    "delivery.Template": AUTHORED,
    "delivery.TemplateVersion": AUTHORED,
    "delivery.ChannelState": "how a provider is doing, of no message",
    "delivery.Delivery.journey": CODES,
    "delivery.Delivery.version_id": CODES,
    "delivery.Delivery.node": CODES,
    "delivery.Delivery.channel": CODES,
    "delivery.Delivery.template": CODES,
    "delivery.Delivery.topic": CODES,
    "delivery.Delivery.tier": CODES,
    "delivery.Delivery.status": CODES,
    "delivery.Delivery.provider": CODES,
    "delivery.Delivery.reason": CODES,
    "delivery.Attempt.outcome": CODES,
    "delivery.Attempt.reason": CODES,
    "experiments.Holdout": AUTHORED,
    "journeys.Journey": AUTHORED,
    "journeys.JourneyVersion": AUTHORED,
    "journeys.JourneyDraft": AUTHORED,
    "journeys.JourneyMove": AUTHORED,
    "rules.RuleSetVersion": AUTHORED,
    "rules.RuleSetDraft": AUTHORED,
    "orchestrator.BookVersion": AUTHORED,
    "orchestrator.Review": CODES,
    "simulate.Analysis": "numbers of everybody, by journey and node",
    "privacy.Erasure.state": CODES,
    "privacy.AuditEntry": "knows of a person the profile’s id alone",
    "privacy.RetentionRule": CODES,
    "privacy.RetentionRun": CODES,
    "auth.User": LOGIN,
    "auth.Group": LOGIN,
    "auth.Permission": CODES,
    "authtoken.Token": LOGIN,
    "authtoken.TokenProxy": LOGIN,
    "contenttypes.ContentType": CODES,
    "admin.LogEntry.object_id": CODES,
    "axes.AccessAttemptExpiration": CODES,
}

# The same for the graph, by label or type of relationship: what goes, and what stays.
GRAPH_GONE = {
    "Profile": {"state", "as_of"},
    "Identifier": {"uid", "type", "value"},
    "Session": {"uid", "profile", "source", "key"},
    "Event": {"name"},
    "Enrollment": {"entry_leaves", "left_reason"},
    "Decision": {"content", "step"},
    "Outcome": {"detail"},
    "Lane": {"effects"},
    "MERGED_INTO": {"before"},
    "VISITED": {"leaves"},
    "IN_STAGE": {"leaves", "event"},
}
GRAPH_STAYS = {
    "Profile": {"uid"},
    "Enrollment": {"uid", "journey", "version", "profile", "left_because", "left_node"}
    | {"converted_node"},
    "Decision": {"uid", "profile", "book", "rule_set", "hash"},
    "Message": {"uid", "profile", "enrollment", "journey", "node", "channel", "template", "tier"},
    "Outcome": {"uid", "kind"},
    "Lane": {"lock"},
    "Account": {"uid", "name"},
    "Journey": {"uid", "name"},
    "JourneyVersion": {"uid", "journey"},
    "Node": {"uid", "key", "type", "name", "journey", "tags"},
    "Stage": {"uid", "lifecycle", "key"},
    "MERGED_INTO": {"rule"},
    "PARTED_FROM": {"rule"},
    "NEXT": {"port"},
    "VISITED": {"port"},
    "IN_STAGE": {"because", "previous"},
    "MOVED": {"before", "version", "node"},
    "CONSIDERED": {"verdict", "reason", "rule", "rule_name", "journey", "lost_to", "against"}
    | {"channel", "message", "enrollment"},
    "DECIDED": {"decision", "about", "candidates"},
}
