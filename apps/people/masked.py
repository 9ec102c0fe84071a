"""What is left of personal values for those who may not see them: their shape. Pure.

Which traits and properties are personal is said here, and nowhere else.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MASK = "•••"
HIDDEN = "hidden: needs the right to see personal data"

# Written without case, spaces, dots, dashes and underscores: firstName, first_name, First Name.
NAMES = {
    *("name", "fullname", "firstname", "lastname", "middlename", "surname", "givenname"),
    *("familyname", "nickname", "displayname", "username", "login", "recipient"),
}
IDENTIFIERS = {
    *("email", "emailaddress", "mail", "phone", "phonenumber", "mobile", "mobilephone"),
    *("telephone", "tel", "userid", "anonymousid", "previousid", "messageid", "externalid"),
    *("deviceid", "advertisingid", "idfa", "pushtoken", "gaclientid", "crossdomainid"),
}
OTHERS = {
    *("address", "street", "streetaddress", "line1", "line2", "postalcode", "zip", "zipcode"),
    *("ip", "ipaddress", "birthday", "birthdate", "dateofbirth", "dob", "latitude", "longitude"),
    *("externalids", "avatar", "ssn", "passport", "iban", "token", "password", "location"),
}
PERSONAL = NAMES | IDENTIFIERS | OTHERS
# Where a name is not that of a person: of the event itself, and of what it came by.
NAMED_THINGS = {"", "context.app", "context.library", "context.campaign", "context.os"}
NAMED_THINGS |= {"context.network", "context.screen", "context.timezone"}
# What is shorter stands in too many other words to be looked for in them.
LOOKED_FOR = 4

_EMAIL = re.compile(r"[\w.+'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*")
_PHONE = re.compile(r"(?<![\w.:-])(?:\+|00|%2B)\d[\d ()/.-]{5,18}\d(?![\w:])")
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}\S+")


def is_personal(key: str) -> bool:
    """Whether what stands under this key says who somebody is."""
    return _bare(key) in PERSONAL


def identifier(value: str) -> str:
    """“a•••@e•••.com”, “u•••42”: enough to recognise it beside another, never the value."""
    local, at, domain = value.partition("@")
    if not at:
        return _ends(value)
    name, dot, end = domain.rpartition(".")
    return f"{local[:1]}{MASK}@{(name or end)[:1]}{MASK}" + (f".{end}" if dot else "")


def pair(text: str) -> str:
    """An identifier with its type, “email:a•••@e•••.com”."""
    kind, colon, value = text.partition(":")
    return f"{kind}:{identifier(value)}" if colon else identifier(text)


def text(told: str) -> str:
    """A text in which addresses, phone numbers and network addresses are masked."""
    told = _EMAIL.sub(lambda found: identifier(found[0].replace("%40", "@")), told)
    told = _PHONE.sub(lambda found: _ends(found[0]), told)
    return _IP.sub(MASK, told)


def trait(key: str, value: Any) -> Any:
    """A value under its key; the shape of it where the key is personal."""
    if not is_personal(key):
        return anything(value)
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, str) or not value:
        return MASK
    bare = _bare(key)
    if bare in IDENTIFIERS:
        return identifier(value)
    return value[:1] + MASK if bare in NAMES else MASK


def anything(value: Any) -> Any:
    """A value of which nobody knows what it is: by the keys in it, and by what texts look like."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {key: trait(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [anything(one) for one in value]
    return value


def payload(given: Any) -> Any:
    """An event as received, without who it is about; also where their ids stand in other words."""
    known = sorted(set(_personal("", given)), key=len, reverse=True)
    return _walked("", given, known)


def _walked(path: str, value: Any, known: list[str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: (trait(str(key), inner) if is_personal(str(key)) else MASK)
            if _is_personal_at(path, str(key))
            else _walked(f"{path}.{key}".lstrip("."), inner, known)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_walked(path, one, known) for one in value]
    if isinstance(value, str):
        for one in known:
            value = value.replace(one, MASK)
        return text(value)
    return value


def _personal(path: str, value: Any) -> Iterator[str]:
    """The texts that are personal by their keys and long enough to be looked for elsewhere."""
    if isinstance(value, list):
        for one in value:
            yield from _personal(path, one)
    if not isinstance(value, Mapping):
        return
    for key, inner in value.items():
        if _is_personal_at(path, str(key)):
            yield from (one for one in _texts(inner) if len(one) >= LOOKED_FOR)
        else:
            yield from _personal(f"{path}.{key}".lstrip("."), inner)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        # Of external ids the type is a word of ours.
        yield from (t for key, one in value.items() if key != "type" for t in _texts(one))
    elif isinstance(value, list):
        yield from (t for one in value for t in _texts(one))


def _is_personal_at(path: str, key: str) -> bool:
    if path == "context.device" and key in ("id", "token"):
        return True
    return is_personal(key) and not (_bare(key) == "name" and path in NAMED_THINGS)


def _bare(key: str) -> str:
    return re.sub(r"[\W_]", "", key).lower()


def _ends(value: str) -> str:
    """The first character, and of a longer value the last two."""
    if len(value) < LOOKED_FOR:
        return MASK
    return value[:1] + MASK + (value[-2:] if len(value) > 5 else "")
