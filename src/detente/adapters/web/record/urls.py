"""Addresses of the record."""

from django.urls import path

from detente.adapters.web.record import checking, views

urlpatterns = [
    path("r/<slug:rel>/record/", views.record, name="record"),
    path("r/<slug:rel>/record/bundle/", views.bundle, name="record-bundle"),
    path("r/<slug:rel>/record/sign/", views.sign, name="record-sign"),
    path("r/<slug:rel>/record/countersign/", views.countersign, name="record-countersign"),
    path("r/<slug:rel>/record/key/", views.key, name="record-key"),
    path("r/<slug:rel>/record/keys.txt", views.keys, name="record-keys"),
    path("r/<slug:rel>/record/checkpoints/<int:size>.txt", views.checkpoint, name="record-checkpoint"),
    path("verify/", checking.verify, name="verify"),
]
