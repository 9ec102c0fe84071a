"""Addresses of this room."""

from django.urls import path

from apps.explain import views

urlpatterns = [
    path("people/", views.search, name="people"),
    path("people/<uuid:profile_id>/", views.person, name="person"),
    path("people/<uuid:profile_id>/timeline/", views.person_timeline, name="person-timeline"),
    path("people/<uuid:profile_id>/why-not/", views.person_why_not, name="person-why-not"),
    path("messages/<uuid:message_id>/why/", views.message_why, name="message-why"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
]
