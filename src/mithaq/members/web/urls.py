"""The addresses of the members and of their mandates."""

from django.urls import path

from mithaq.members.web import counts, invitations, mandates, merging, people, privacy, register, views

app_name = "members"
urlpatterns = [
    path("members/", views.roll, name="roll"),
    path("members/counts/", counts.counts, name="counts"),
    path("members/counts/counts.csv", counts.counts_sheet, {"ending": "csv"}, name="counts_csv"),
    path("members/counts/counts.xlsx", counts.counts_sheet, {"ending": "xlsx"}, name="counts_xlsx"),
    path("members/new/", register.new_organisation, name="new_organisation"),
    path("members/<slug:public_id>/", views.organisation, name="organisation"),
    path("members/<slug:public_id>/edit/", register.edit_organisation, name="edit_organisation"),
    path("members/<slug:public_id>/facts/<slug:kind>/", register.new_fact, name="new_fact"),
    path("members/<slug:public_id>/merging/", merging.organisations, name="merging_organisations"),
    path("record/<slug:kind>/<slug:public_id>/taking-back/", register.taking_back, name="taking_back"),
    path("people/", people.persons, name="persons"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<slug:public_id>/", people.person, name="person"),
    path("people/<slug:public_id>/edit/", people.edit_person, name="edit_person"),
    path("people/<slug:public_id>/offices/new/", people.new_office, name="new_office"),
    path("people/<slug:public_id>/channels/new/", people.new_channel, name="new_channel"),
    path("people/<slug:public_id>/seats/new/", people.new_seat, name="new_seat"),
    path("people/<slug:public_id>/merging/", merging.persons, name="merging_persons"),
    path("people/<slug:public_id>/record.json", privacy.export, name="person_export"),
    path("people/<slug:public_id>/erasure/", privacy.erasure, name="erasure"),
    path("offices/<slug:public_id>/end/", people.office_end, name="office_end"),
    path("mandates/", views.mandates, name="mandates"),
    path("members/<slug:public_id>/mandates/", mandates.hand_in, name="hand_in_mandate"),
    path("members/<slug:public_id>/seats/", invitations.seats, name="seats"),
    path("members/<slug:public_id>/invitations/", invitations.invitations, name="invitations"),
    path("invitations/<slug:public_id>/withdrawal/", invitations.invitation_withdrawal, name="invitation_withdrawal"),
    path("invitation/<str:word>/", invitations.invitation, name="invitation"),
    path("seats/<slug:public_id>/successor/", invitations.transfer, name="transfer"),
    path("seats/<slug:public_id>/focal-point/", invitations.focal_point, name="focal_point"),
    path("mandates/<slug:public_id>/", mandates.mandate, name="mandate"),
    path("mandates/<slug:public_id>/file/", mandates.evidence, name="evidence"),
    path("mandates/<slug:public_id>/contest/", mandates.contest, name="contest"),
    path("mandates/<slug:public_id>/decision/", mandates.decision, name="decision"),
    path("mandates/<slug:public_id>/delegation/", mandates.delegation, name="delegation"),
    path("delegations/<slug:public_id>/recall/", mandates.recall, name="recall"),
    path("mandates/<slug:public_id>/examination/", views.examination, name="examination"),
]
