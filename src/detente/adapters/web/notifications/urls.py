"""Addresses of notifications."""

from django.urls import path

from detente.adapters.web.notifications import views

urlpatterns = [
    path("r/<slug:rel>/notifications/", views.notifications, name="notifications"),
    path("r/<slug:relationship>/digest-off/<str:token>/", views.off, name="digest-off"),
]
