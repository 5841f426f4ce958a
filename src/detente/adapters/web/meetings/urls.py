"""Addresses of meetings."""

from django.urls import path

from detente.adapters.web.meetings import doing, views

_ONE = "r/<slug:rel>/meetings/<slug:series>/<int:number>/"

urlpatterns = [
    path("r/<slug:rel>/meetings/", views.meetings, name="meetings"),
    path("r/<slug:rel>/cadence/", views.year, name="cadence"),
    path(_ONE, views.meeting, name="meeting"),
    path(f"{_ONE}add/", doing.add, name="meeting_add"),
    path(f"{_ONE}take-back/", doing.take_back, name="meeting_take_back"),
    path(f"{_ONE}close/", doing.close, name="meeting_close"),
    path(f"{_ONE}tick/", doing.tick, name="meeting_tick"),
    path(f"{_ONE}action/", doing.action, name="meeting_action"),
    path(f"{_ONE}hold/", doing.hold, name="meeting_hold"),
    path(f"{_ONE}minutes/", doing.write, name="meeting_minutes"),
    path(f"{_ONE}accept/", doing.accept, name="meeting_accept"),
    path(f"{_ONE}move/", doing.move, name="meeting_move"),
    path(f"{_ONE}agree/", doing.agree, name="meeting_agree"),
]
