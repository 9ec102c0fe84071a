"""Addresses of this room."""

from django.urls import path

from apps.journeys import views

urlpatterns = [
    path("journeys/", views.journey_list, name="journeys"),
    path("journeys/<slug:key>/", views.journey_page, name="journey"),
    path("journeys/<slug:key>/status/", views.change_status, name="journey-status"),
    path("journeys/<slug:key>/nodes/<path:node>/", views.node_page, name="journey-node"),
]
