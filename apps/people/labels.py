"""What to call people in a list."""

from collections.abc import Iterable

from apps.people.models import Identifier

ORDER = {Identifier.Type.EMAIL: 0, Identifier.Type.USER_ID: 1, Identifier.Type.ANONYMOUS_ID: 2}


def labels(profile_ids: Iterable[object]) -> dict[str, str]:
    """The best known identifier of each of these profiles, by id; some have none."""
    wanted = {str(id) for id in profile_ids}
    found: dict[str, tuple[int, str]] = {}
    rows = Identifier.objects.filter(profile_id__in=wanted).order_by("type", "value")
    for profile, type, value in rows.values_list("profile_id", "type", "value"):
        rank = ORDER.get(Identifier.Type(type), 9)
        if rank < found.get(str(profile), (10, ""))[0]:
            found[str(profile)] = (rank, value)
    return {profile: value for profile, (_, value) in found.items()}
