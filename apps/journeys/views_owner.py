"""Whom to ask about a journey."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apps.common import clock
from apps.journeys import operations
from apps.journeys.forms_owner import OwnerForm
from apps.journeys.models import Journey


@require_http_methods(["GET", "POST"])
def owner_page(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows who owns it, POST gives it to somebody else, or to nobody in particular."""
    journey = get_object_or_404(Journey.objects.select_related("owner"), key=key)
    form = OwnerForm(request.POST or None, initial={"owner": journey.owner})
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner"]
        operations.give_to(key=key, owner=owner, by=request.user, now=clock.now())  # type: ignore[arg-type]
        said = f"{owner} owns {journey.name} now." if owner else f"Nobody owns {journey.name} now."
        messages.success(request, said)
        return redirect("journeys")
    status = 422 if form.errors else 200
    context = {"journey": journey, "form": form}
    return render(request, "journeys/owner.html", context, status=status)
