"""Addresses of matters."""

from django.urls import path

from detente.adapters.web.matters import acting, agreeing, doing, taking_back, views

_ONE = "r/<slug:rel>/matters/<slug:matter>/"

urlpatterns = [
    path("r/<slug:rel>/matters/", views.board, name="matters"),
    path(_ONE, views.show, name="matter"),
    path(f"{_ONE}clocks/<str:run>/<str:term>/", views.clock, name="matter_clock"),
    path(f"{_ONE}acts/<slug:slug>/", acting.act, name="matter_act"),
    path(f"{_ONE}acts/<slug:slug>/take-back/", taking_back.take_back, name="matter_take_back"),
    path(f"{_ONE}offers/<slug:offer>/", agreeing.answer, name="matter_offer"),
    path(f"{_ONE}state/", doing.state, name="matter_state"),
    path(f"{_ONE}facts/<str:statement>/confirm/", doing.confirm, name="matter_confirm"),
    path(f"{_ONE}facts/<str:statement>/version/", doing.version, name="matter_version"),
    path(f"{_ONE}messages/", doing.message, name="matter_message"),
    path(f"{_ONE}notes/", doing.note, name="matter_note"),
    path(f"{_ONE}cause/", doing.cause, name="matter_cause"),
]
