"""Who people are: profiles, their identifiers, what they told us and what they allow."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from apps.common.frozen import Frozen


class Profile(models.Model):
    """One person. A merged profile stays, and points at the one that goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when this row is a shell: nothing else is left."
    )

    class Meta:
        permissions = [("see_personal_data", "Can see personal data")]

    def __str__(self) -> str:
        return str(self.id)


class Identifier(models.Model):
    """A value that leads to exactly one profile. Its type is one of the identity rules."""

    class Type(models.TextChoices):
        """The types that come with the application; the rules may know others."""

        USER_ID = "user_id", "User id"
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone"
        IOS_ID = "ios.id", "iOS device id"
        IOS_IDFA = "ios.idfa", "iOS advertising id"
        IOS_PUSH_TOKEN = "ios.push_token", "iOS push token"
        ANDROID_ID = "android.id", "Android device id"
        ANDROID_IDFA = "android.idfa", "Android advertising id"
        ANDROID_PUSH_TOKEN = "android.push_token", "Android push token"
        GA_CLIENT_ID = "ga_client_id", "Google Analytics client id"
        CROSS_DOMAIN_ID = "cross_domain_id", "Cross-domain id"
        ANONYMOUS_ID = "anonymous_id", "Anonymous id"

    type = models.CharField(max_length=32, choices=Type.choices)
    value = models.CharField(max_length=512)
    profile = models.ForeignKey(
        Profile, on_delete=models.PROTECT, related_name="identifiers", db_index=False
    )
    since = models.DateTimeField()
    event_id = models.BigIntegerField(
        null=True, db_index=True, help_text="The event that brought it."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "value"], name="identifier_of_one_profile")
        ]
        # For a search by the beginning of a value, whatever the database's collation.
        indexes = [
            models.Index(
                fields=["type", "value"],
                name="identifier_by_beginning",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
            ),
            # How many of each type a profile has is asked for every batch of events.
            models.Index(fields=["profile", "type"], name="identifier_of_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.type}:{self.value}"


class Merge(models.Model):
    """What one event joined, and by which rule."""

    survivor = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    event_id = models.BigIntegerField()
    at = models.DateTimeField()
    rule = models.CharField(max_length=64)
    rules = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of the identity rules; 0: before the first."
    )
    identifiers = models.JSONField(help_text="The identifiers that moved, as type:value.")
    matched = models.JSONField(
        default=dict,
        blank=True,
        help_text="Which of the event’s identifiers (type:value) led to which profile.",
    )
    # Two places in the order of things: where the absorbed profile's lane hands its state over,
    # and where the survivor's lane takes it in.
    lane = models.SmallIntegerField()
    lane_seq = models.BigIntegerField()
    from_lane = models.SmallIntegerField()
    from_seq = models.BigIntegerField()
    # Undone: by whom and why, what went back, and the two places at which it happens: where the
    # survivor's lane takes the two apart, and where the other's lane goes on.
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_because = models.CharField(max_length=255, blank=True, default="")
    given_back = models.JSONField(
        default=list, blank=True, help_text="The identifiers that went back, as type:value."
    )
    out_lane = models.SmallIntegerField(null=True, blank=True)
    out_seq = models.BigIntegerField(null=True, blank=True)
    back_lane = models.SmallIntegerField(null=True, blank=True)
    back_seq = models.BigIntegerField(null=True, blank=True)
    outcome = models.JSONField(
        null=True, blank=True, help_text="What the worker did when it took the two apart."
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, help_text="Found to be right.")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    suspicious = models.BooleanField(
        null=True, blank=True, help_text="Whether anything speaks against it; empty: not looked at."
    )
    suspicions = models.JSONField(
        default=list, blank=True, help_text="What speaks against it: kinds, with their numbers."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at__isnull=True),
                name="profile_absorbed_once",
            ),
            models.UniqueConstraint(fields=["lane", "lane_seq"], name="merge_place_in_lane"),
            models.UniqueConstraint(fields=["from_lane", "from_seq"], name="handover_place"),
            models.UniqueConstraint(fields=["out_lane", "out_seq"], name="place_apart"),
            models.UniqueConstraint(fields=["back_lane", "back_seq"], name="place_to_go_on"),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="merge_latest"),
            models.Index(
                fields=["-at", "-id"],
                condition=models.Q(
                    suspicious=True, undone_at__isnull=True, reviewed_at__isnull=True
                ),
                name="merge_to_review",
            ),
            models.Index(
                fields=["-at", "-id"],
                condition=models.Q(undone_at__isnull=False),
                name="merge_undone",
            ),
            models.Index(
                fields=["-at", "-id"],
                condition=models.Q(reviewed_at__isnull=False),
                name="merge_found_right",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(suspicious__isnull=True),
                name="merge_to_look_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.survivor_id}"


class Trait(models.Model):
    """The latest value of one trait of one person, by the time it was said."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="traits")
    key = models.CharField(max_length=255)
    value = models.JSONField()
    occurred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "key"], name="one_value_per_trait")
        ]
        # Hashed: a value may be of any length.
        indexes = [HashIndex(fields=["value"], condition=models.Q(key="email"), name="trait_email")]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class Consent(models.Model):
    """What a person allows on a channel; topic "" means the whole channel."""

    class Status(models.TextChoices):
        SUBSCRIBED = "subscribed", "Subscribed"
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="consents")
    channel = models.CharField(max_length=32)
    topic = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "channel", "topic"], name="one_consent_per_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}/{self.topic or 'all'}: {self.status}"


class Suppression(models.Model):
    """An address that nothing may be sent to, whoever it belongs to."""

    channel = models.CharField(max_length=32)
    address = models.CharField(max_length=512)
    reason = models.CharField(max_length=255)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="suppressed_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.address}"


class IdentityRules(Frozen):
    """One published version of the identity rules; the latest holds for events routed from then."""

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    note = models.CharField(max_length=255, blank=True, default="")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "identity rules"

    def __str__(self) -> str:
        return f"Identity rules, version {self.number}"


class KeptApart(models.Model):
    """Two profiles that no event may join, nor what either of them was merged into since."""

    one = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            # One order, so that a pair can't be told twice.
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="kept_apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


class LeftOff(models.Model):
    """An identifier that did not become (or lead to) this profile's, although an event said so."""

    class Because(models.TextChoices):
        SHARED = "shared", "Somebody with another user id has it"
        LIMIT = "limit", "A limit would have been exceeded"
        APART = "apart", "The profiles are kept apart"

    type = models.CharField(max_length=32)
    value = models.CharField(max_length=512)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="left_off")
    because = models.CharField(max_length=8, choices=Because.choices)
    limit_type = models.CharField(
        max_length=32, blank=True, default="", help_text="The type whose limit it was."
    )
    other = models.ForeignKey(
        Profile,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose it was; none: nobody’s.",
    )
    times = models.PositiveIntegerField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["type", "value", "profile", "because"], name="left_off_once"
            )
        ]
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="left_off_latest"),
            models.Index(fields=["type", "-last_at", "-id"], name="left_off_of_type"),
            models.Index(fields=["because", "-last_at", "-id"], name="left_off_because"),
            models.Index(
                fields=["value"], name="left_off_by_beginning", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type}:{self.value} ({self.because})"


class Account(models.Model):
    """A company or team that people belong to, as group events tell of it."""

    group_id = models.CharField(max_length=512, unique=True)
    name = models.CharField(max_length=255, blank=True, default="")
    traits = models.JSONField(default=dict)
    told_at = models.JSONField(default=dict, help_text="When each trait was said, by key.")
    first_seen = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-first_seen", "-id"], name="account_latest"),
            # For a search by the beginning, in any case.
            models.Index(
                OpClass(Upper("name"), name="text_pattern_ops"), name="account_name_beginning"
            ),
            models.Index(
                OpClass(Upper("group_id"), name="text_pattern_ops"), name="account_id_beginning"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.group_id


class Membership(models.Model):
    """That a profile belongs to an account. A merge moves none: a person is all their profiles."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="memberships")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="memberships", db_index=False
    )
    since = models.DateTimeField()
    event_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "account"], name="member_once")]
        indexes = [models.Index(fields=["account", "-since", "-id"], name="member_of_account")]

    def __str__(self) -> str:
        return f"{self.profile_id} in {self.account_id}"


class ErasedIdentifier(models.Model):
    """An identifier that is refused for good since its person was erased; only a digest is kept."""

    digest = models.BinaryField(unique=True, help_text="HMAC-SHA256 under a key of ours.")
    type = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="erased_identifier_latest")]

    def __str__(self) -> str:
        return f"{self.type}, {self.at:%d %b %Y}"


class KeptSince(models.Model):
    """Until when retention has removed one kind of thing; what is older is gone."""

    what = models.CharField(max_length=32, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} since {self.since:%d %b %Y}"
