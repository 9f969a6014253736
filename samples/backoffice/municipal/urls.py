"""Addresses: the admin for people and robots, the REST interface, and the health check."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView
from records import api, faults, health

urlpatterns = [
    path("", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
    path("salud/", health.health),
    path("api/v1/<slug:collection>/", api.collection),
    path("api/v1/<slug:collection>/<int:pk>/", api.record),
    path("api/v1/<slug:collection>/<int:pk>/anular/", api.annul),
]
if settings.FAULTS:
    urlpatterns.insert(0, path("api/v1/_faults/", faults.plan))
