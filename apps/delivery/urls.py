"""Addresses of this room."""

from django.urls import path

from apps.delivery import views

urlpatterns = [
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<uuid:delivery_id>/", views.inbox_message, name="inbox-message"),
    path("inbox/<uuid:delivery_id>/html/", views.inbox_html, name="inbox-html"),
    path("messages/<uuid:delivery_id>/html/", views.as_sent_html, name="as-sent-html"),
]
