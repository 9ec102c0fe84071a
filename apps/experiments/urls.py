"""Addresses of this room."""

from django.urls import path

from apps.experiments import views

urlpatterns = [
    path("holdouts/", views.holdout_list, name="holdouts"),
    path("holdouts/new/", views.holdout_new, name="holdout-new"),
    path("holdouts/preview/", views.holdout_preview, name="holdout-preview"),
    path("holdouts/<slug:key>/", views.holdout_page, name="holdout"),
    path("holdouts/<slug:key>/start/", views.holdout_start, name="holdout-start"),
    path("holdouts/<slug:key>/stop/", views.holdout_stop, name="holdout-stop"),
]
