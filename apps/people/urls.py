"""Addresses of this room."""

from django.urls import path

from apps.people import views, views_identity

urlpatterns = [
    path("people/identity/", views_identity.identity_page, name="identity"),
    path("people/identity/edit/", views_identity.edit_page, name="identity-edit"),
    path("people/identity/history/", views_identity.history_page, name="identity-history"),
    path(
        "people/identity/versions/<int:number>/",
        views_identity.version_page,
        name="identity-version",
    ),
    path("people/identity/left-off/", views.left_off_page, name="left-off"),
    path("people/accounts/", views.account_list, name="accounts"),
    path("people/accounts/<int:id>/", views.account_page, name="account"),
]
