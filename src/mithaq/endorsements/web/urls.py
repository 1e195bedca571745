"""The public declaration, the act of endorsing, and the register."""

from django.urls import path

from mithaq.endorsements.web import (
    counts,
    elsewhere,
    evidence,
    handing,
    letters,
    log,
    receipts,
    register,
    signing,
    views,
)

app_name = "endorsements"
urlpatterns = [
    path("declarations/", views.declarations, name="declarations"),
    path("declarations/<str:public_id>/", views.declaration, name="declaration"),
    path("declarations/<str:public_id>/roll.json", elsewhere.roll_json, name="roll_json"),
    path("declarations/<str:public_id>/embed/", elsewhere.embed, name="embed"),
    path("signed-declarations/<str:public_id>.pdf", handing.signed_pdf, name="signed_pdf"),
    path("texts/<str:public_id>/signed-declaration/", handing.signed_declaration, name="signed_declaration"),
    path("texts/<str:public_id>/handovers/", handing.new_handover, name="new_handover"),
    path("handovers/<str:public_id>/", handing.handover, name="handover"),
    path("handovers/<str:public_id>/acknowledgement/", handing.acknowledgement, name="acknowledgement"),
    path("handovers/<str:public_id>/receipt.json", handing.handover_receipt, name="handover_receipt"),
    path("handovers/<str:public_id>/letter.pdf", handing.handover_letter, name="handover_letter"),
    path("electronic-signatures/", handing.trusted, name="trusted"),
    path("electronic-signatures/<str:public_id>/end/", handing.trusted_end, name="trusted_end"),
    path("texts/<str:public_id>/endorse/", signing.endorse, name="endorse"),
    path("texts/<str:public_id>/call/", register.call, name="call"),
    path("texts/<str:public_id>/call/reminder/", register.reminder, name="reminder"),
    path("texts/<str:public_id>/register/", register.register, name="register"),
    path("texts/<str:public_id>/register.csv", register.register_as_csv, name="register_csv"),
    path("check/", log.check, name="check"),
    path("transparency-log/", log.monitor, name="monitor"),
    path("texts/<str:public_id>/register.xlsx", register.register_as_book, name="register_xlsx"),
    path("texts/<str:public_id>/register.json", register.register_as_json, name="register_json"),
    path("texts/<str:public_id>/counts/", counts.counts, name="counts"),
    path("texts/<str:public_id>/evidence/<str:organisation>/", evidence.enter, name="enter_evidence"),
    path("evidence/<str:public_id>/", evidence.evidence, name="evidence"),
    path("evidence/<str:public_id>/file/", evidence.evidence_file, name="evidence_file"),
    path("texts/<str:public_id>/letters/", letters.letters, name="letters"),
    path("texts/<str:public_id>/letters.zip", letters.letters_together, name="letters_zip"),
    path("texts/<str:public_id>/letters/<str:city>.<str:form>", letters.letter, name="letter"),
    path("endorsements/<str:public_id>/", views.endorsement, name="endorsement"),
    path("endorsements/<str:public_id>/receipt/", receipts.receipt, name="receipt"),
    path("endorsements/<str:public_id>/receipt.json", receipts.receipt_as_file, name="receipt_json"),
    path("endorsements/<str:public_id>/receipt.pdf", receipts.receipt_as_page, name="receipt_pdf"),
    path("endorsements/<str:public_id>/withdrawal/", views.withdrawal, name="withdrawal"),
]
