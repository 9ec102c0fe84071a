"""What is wrong with a document of identity rules: every problem at once, each with its remedy."""

import re
from collections.abc import Mapping
from typing import Any

from phonenumbers import SUPPORTED_REGIONS

from apps.engine.problems import Problems
from apps.people.identity_types import REQUIRED, USER_ID, name_of

MOST_TYPES = 50
MOST_BLOCKED = 1000
LONGEST_KEY, LONGEST_NAME, LONGEST_VALUE = 32, 64, 512
HIGHEST_LIMIT = 1_000_000
KEY = re.compile(r"[a-z][a-z0-9_.-]*")
PARTS = ("types", "blocked", "block_zeros", "default_region")
OF_TYPE = ("key", "name", "limit", "blocked")
# Types whose values lead to accounts or lanes, never to a person.
NOT_OF_PEOPLE = ("group_id",)


def check(document: Any) -> None:
    """Raises `problems.Invalid` with everything that is wrong."""
    problems = Problems(node="identity rules")
    if not isinstance(document, Mapping):
        problems.add("", "not_an_object", "give an object with types, blocked and the rest")
    else:
        _unknown(problems, "", document, PARTS)
        _types(problems, document.get("types"))
        _blocked(problems, "blocked", document.get("blocked", []))
        if not isinstance(document.get("block_zeros", True), bool):
            problems.add("block_zeros", "not_a_truth", "write true or false")
        _region(problems, document.get("default_region", ""))
    problems.raise_if_any()


def _types(problems: Problems, types: Any) -> None:
    if not isinstance(types, list):
        problems.add("types", "not_a_list", "list the types, the one of highest priority first")
        return
    if len(types) > MOST_TYPES:
        problems.add("types", "too_many", f"keep at most {MOST_TYPES} types")
        return
    seen: set[str] = set()
    for place, one in enumerate(types):
        _type(problems, f"types.{place}", one, seen)
    for key in REQUIRED:
        if key not in seen:
            told = f"{name_of(key)} can’t be left out: add the type {key} again"
            problems.add("types", "required", told)
    _user_id(problems, types)


def _user_id(problems: Problems, types: list[Any]) -> None:
    """Which side of a holdout somebody is on hangs on their one user id."""
    for place, one in enumerate(types):
        if not isinstance(one, Mapping) or one.get("key") != USER_ID:
            continue
        if place:
            told = "put the user id first: who is in a holdout hangs on it, so nothing outranks it"
            problems.add(f"types.{place}", "user_id_first", told)
        if one.get("limit") != 1 or isinstance(one.get("limit"), bool):
            told = "set the limit to 1: a person has one user id, which holdouts rely on"
            problems.add(f"types.{place}.limit", "user_id_once", told)


def _type(problems: Problems, field: str, one: Any, seen: set[str]) -> None:
    if not isinstance(one, Mapping):
        problems.add(field, "not_an_object", "give an object with key, name, limit and blocked")
        return
    _unknown(problems, f"{field}.", one, OF_TYPE)
    _key(problems, f"{field}.key", one.get("key"), seen)
    name = one.get("name", "")
    if not isinstance(name, str):
        problems.add(f"{field}.name", "not_a_text", "write the name as a text")
    elif len(name) > LONGEST_NAME:
        problems.add(f"{field}.name", "too_long", f"use at most {LONGEST_NAME} characters")
    if one.get("key") != USER_ID:
        _limit(problems, f"{field}.limit", one.get("limit"))
    _blocked(problems, f"{field}.blocked", one.get("blocked", []))


def _key(problems: Problems, field: str, key: Any, seen: set[str]) -> None:
    if not isinstance(key, str) or not key.strip():
        problems.add(field, "missing", "name the type, such as shopify_id")
        return
    key = key.strip()
    if len(key) > LONGEST_KEY:
        problems.add(field, "too_long", f"use at most {LONGEST_KEY} characters")
    elif not KEY.fullmatch(key):
        told = "begin with a small letter; then small letters, digits, and . _ - may follow"
        problems.add(field, "spelling", told)
    elif key in NOT_OF_PEOPLE:
        told = f"choose another key: {key} leads to accounts, not to people"
        problems.add(field, "reserved", told)
    if key in seen:
        problems.add(field, "duplicate", f"name {key} once")
    seen.add(key)


def _limit(problems: Problems, field: str, limit: Any) -> None:
    if limit is None:
        return
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= HIGHEST_LIMIT:
        told = f"write a whole number from 1 to {HIGHEST_LIMIT:,}, or nothing for no limit"
        problems.add(field, "limit", told)


def _blocked(problems: Problems, field: str, values: Any) -> None:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        problems.add(field, "not_texts", "list the values as texts")
    elif len(values) > MOST_BLOCKED:
        problems.add(field, "too_many", f"keep at most {MOST_BLOCKED:,} values")
    elif any(len(value) > LONGEST_VALUE for value in values):
        problems.add(field, "too_long", f"keep each value within {LONGEST_VALUE} characters")
    elif any("\0" in value for value in values):
        problems.add(field, "spelling", "take the unreadable character out")


def _region(problems: Problems, region: Any) -> None:
    if not isinstance(region, str):
        problems.add("default_region", "not_a_text", "write two letters, such as DE, or nothing")
    elif region.strip() and region.strip().upper() not in SUPPORTED_REGIONS:
        told = "write the two letters of a country, such as DE or US, or nothing"
        problems.add("default_region", "unknown_region", told)


def _unknown(
    problems: Problems, before: str, told: Mapping[Any, Any], known: tuple[str, ...]
) -> None:
    for key in told:
        if key not in known:
            remedy = f"take it out; known here: {', '.join(known)}"
            problems.add(f"{before}{key}", "unknown_field", remedy)
