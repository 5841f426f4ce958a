"""The frame's own addresses."""

from django.urls import path

from detente.adapters.web.frame import views

urlpatterns = [path("language/", views.speak, name="language")]
