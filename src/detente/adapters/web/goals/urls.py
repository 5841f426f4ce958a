"""Addresses of goals."""

from django.urls import path

from detente.adapters.web.goals import views

urlpatterns = [
    path("r/<slug:rel>/goals/", views.goals, name="goals"),
    path("r/<slug:rel>/goals/report/", views.report, name="goals_report"),
]
