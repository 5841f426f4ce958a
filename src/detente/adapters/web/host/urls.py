"""The host's address."""

from django.urls import path

from detente.adapters.web.host import views

urlpatterns = [path("host/", views.installation, name="host")]
