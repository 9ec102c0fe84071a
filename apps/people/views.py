"""Lists of people's data: what identity left off, and the accounts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from apps.common.fragments import is_fragment
from apps.people import queries_accounts, queries_identity, shown
from apps.people.identity_types import OF_KEY, name_of
from apps.people.models import Account, LeftOff
from apps.people.queries_left_off import left_off, lines

PER_PAGE = 25
MOST_PAGES = 10_000


def text_of(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


def page_of(request: HttpRequest) -> int:
    number = text_of(request, "page")
    is_number = number.isascii() and number.isdecimal() and len(number) < 6
    return min(max(int(number), 1), MOST_PAGES) if is_number else 1


def slice_of(rows: QuerySet[Any], page: int) -> tuple[list[Any], bool]:
    """The rows of a page without counting all, and whether there are further ones."""
    found = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


@require_GET
def left_off_page(request: HttpRequest) -> HttpResponse:
    """Identifiers that did not become somebody's although an event said so."""
    because, kind = text_of(request, "because"), text_of(request, "type")
    search, page = text_of(request, "q"), page_of(request)
    asked = because if because in LeftOff.Because.values else ""
    rows, more = slice_of(left_off(search=search, because=asked, kind=kind), page)
    rules = queries_identity.current()
    names = {key: one.name for key, one in rules.of.items()}
    known = names | {key: name_of(key) for key in OF_KEY if key not in names}
    context = {
        "lines": lines(rows),
        "page": page,
        "more": more,
        "search": search,
        "because": asked,
        "kind": kind,
        "reasons": LeftOff.Because.choices,
        "types": known.items(),
        "names": known,
        "filtered": bool(search or asked or kind or page > 1),
    }
    name = "people/_left_off.html" if is_fragment(request) else "people/left_off.html"
    return render(request, name, context)


@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts that people belong to."""
    search, page = text_of(request, "q"), page_of(request)
    rows, more = slice_of(queries_accounts.accounts(search), page)
    sizes = queries_accounts.sizes([one.pk for one in rows])
    context = {
        "accounts": [(one, sizes[one.pk]) for one in rows],
        "most": queries_accounts.MOST_COUNTED,
        "page": page,
        "more": more,
        "search": search,
    }
    name = "people/_accounts.html" if is_fragment(request) else "people/accounts.html"
    return render(request, name, context)


@require_GET
def account_page(request: HttpRequest, id: int) -> HttpResponse:
    """One account: what is known of it, and its people."""
    account = get_object_or_404(Account, id=id)
    page = page_of(request)
    found = queries_accounts.members(account.pk, page=page)
    context = {
        "account": account,
        "traits": [
            (key, value, account.told_at.get(key))
            for key, value in sorted(shown.account(account.traits).items())
        ],
        "size": queries_accounts.sizes([account.pk])[account.pk],
        "most": queries_accounts.MOST_COUNTED,
        "members": found[: queries_accounts.PAGE],
        "page": page,
        "more": len(found) > queries_accounts.PAGE,
    }
    name = "people/_account_people.html" if is_fragment(request) else "people/account.html"
    return render(request, name, context)
