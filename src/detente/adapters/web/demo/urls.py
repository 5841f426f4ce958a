"""Addresses of the demonstration; on a real site there are none."""

from django.conf import settings
from django.urls import path

from detente.adapters.web.demo import views

urlpatterns = (
    [
        path("demo/enter/<str:token>/", views.enter, name="demo_enter"),
        path("demo/role/", views.role, name="demo_role"),
        path("demo/time/", views.time, name="demo_time"),
    ]
    if settings.DEMO
    else []
)
