"""The address of Today."""

from django.urls import path

from detente.adapters.web.today import views

urlpatterns = [path("", views.today, name="today")]
