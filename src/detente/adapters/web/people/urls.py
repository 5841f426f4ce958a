"""Addresses of people."""

from django.urls import path

from detente.adapters.web.people import views

_AT = "r/<slug:rel>/people/"

urlpatterns = [
    path(_AT, views.everybody, name="people"),
    path(f"{_AT}leave/", views.leave, name="people_leave"),
    path(f"{_AT}<str:person>/invite/", views.invite, name="people_invite"),
    path(f"{_AT}<str:person>/appoint/", views.appoint, name="people_appoint"),
    path(f"{_AT}<str:person>/see-out/", views.see_out, name="people_see_out"),
]
