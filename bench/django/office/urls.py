"""Addresses."""

from django.urls import path
from django.views.decorators.cache import cache_page

from . import views

urlpatterns = [
    path("desk/applications/<str:reference>", views.application),
    path("track/<str:reference>", views.track),
    path("guide", views.guide),
    path("guide-cached", cache_page(60)(views.guide)),
]
