"""Addresses of the charter."""

from django.urls import path

from detente.adapters.web.charters import changing, views

urlpatterns = [
    path("r/<slug:rel>/charter/", views.charter, name="charter"),
    path("r/<slug:rel>/charter/<int:version>/", views.charter, name="charter-version"),
    path("r/<slug:rel>/charter/<int:version>.yaml", views.text, name="charter-text"),
    path("r/<slug:rel>/charter/sign/", views.sign, name="charter-sign"),
    path("r/<slug:rel>/charter/change/", changing.change, name="charter-change"),
    path("r/<slug:rel>/charter/change/offer/", changing.offer, name="charter-offer"),
    path("r/<slug:rel>/charter/change/keep/", changing.keep, name="charter-keep"),
    path("r/<slug:rel>/charter/change/kept/<slug:note>/", changing.kept, name="charter-kept"),
    path("r/<slug:rel>/charter/change/<slug:number>/", changing.answer_offer, name="charter-answer"),
    path("r/<slug:rel>/charter/move/<str:matter>/", changing.move, name="charter-move"),
]
