"""/v1/…: Segment's HTTP tracking API."""

from django.urls import re_path

from apps.events import views

urlpatterns = [re_path("", views.intake, name="intake")]
