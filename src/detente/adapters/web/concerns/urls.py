"""The address at which a concern is raised."""

from django.urls import path

from detente.adapters.web.concerns import views

urlpatterns = [path("r/<slug:rel>/raise/", views.raise_concern, name="raise")]
