"""The addresses of the members and of their mandates."""

from django.urls import path

from mithaq.members.web import exports, imports, views

app_name = "members"
urlpatterns = [
    path("members/", views.roll, name="roll"),
    # Fixed words go before the identifier of an organisation, which is random and never one of them.
    path("members/import/", imports.imports, name="import"),
    path("members/import/empty.xlsx", exports.empty_sheet, name="import_empty"),
    path("members/import/<slug:public_id>/", imports.preview, name="import_preview"),
    path("members/import/<slug:public_id>/columns/", imports.columns, name="import_columns"),
    path("members/import/<slug:public_id>/refused.xlsx", exports.refused_rows, name="import_refused"),
    path("members/import/<slug:public_id>/taking-back/", imports.taking_back, name="import_taking_back"),
    path("members/addresses/", exports.addresses, name="addresses"),
    path("members/addresses.<slug:ending>", exports.address_file, name="address_file"),
    path("members/participants.<slug:ending>", exports.participants, name="participants"),
    path("members/<slug:public_id>/", views.organisation, name="organisation"),
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/<slug:public_id>/examination/", views.examination, name="examination"),
]
