"""The address of a relationship's home."""

from django.urls import path

from detente.adapters.web.relationships import views

urlpatterns = [path("r/<slug:rel>/", views.home, name="home")]
