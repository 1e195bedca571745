"""The addresses of the figures and of the press releases."""

from django.urls import path

from mithaq.press.web import views

app_name = "press"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/figures.json", views.figures_json, name="figures_json"),
    path("figures/<slug:key>/", views.figure, name="figure"),
    path("figures/<slug:key>/figure.json", views.figure_json, name="figure_json"),
    path("press/", views.releases, name="releases"),
    path("press/new/", views.new_release, name="new_release"),
    path("press/<slug:public_id>/", views.release, name="release"),
    path("press/<slug:public_id>/revision/", views.revision, name="revision"),
]
