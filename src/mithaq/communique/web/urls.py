"""Texts and their clauses, the rounds in which they are negotiated, and the two acts that end the negotiation."""

from django.urls import path

from mithaq.communique.web import (
    comparing,
    exports,
    frozen,
    positions,
    returns,
    rounds,
    silences,
    statements,
    tabled,
    translations,
    views,
)

app_name = "communique"
urlpatterns = [
    path("texts/", views.texts, name="texts"),
    path("texts/<str:public_id>/", views.text, name="text"),
    path("texts/<str:public_id>/canonical.json", views.canonical, name="canonical"),
    path("texts/<str:public_id>/frozen/<str:language>.pdf", frozen.frozen_pdf, name="frozen_pdf"),
    path("texts/<str:public_id>/frozen/<str:language>.html", frozen.frozen_page, name="frozen_page"),
    path("texts/<str:public_id>/word/", exports.word, name="word"),
    path("texts/<str:public_id>/pdf/", exports.pdf, name="pdf"),
    path("texts/<str:public_id>/comparison/", comparing.comparison, name="compare"),
    path("texts/<str:public_id>/comparison/word/", exports.comparison, name="compare_word"),
    path("texts/<str:public_id>/freezing/", views.freezing, name="freezing"),
    path("texts/<str:public_id>/publication/", views.publication, name="publication"),
    path("texts/<str:public_id>/rounds/", rounds.new_round, name="new_round"),
    path("texts/<str:public_id>/positions/", positions.position, name="position"),
    path("texts/<str:public_id>/silences/", silences.new_silence, name="new_silence"),
    path("texts/<str:public_id>/statements/", statements.statements, name="statements"),
    path("texts/<str:public_id>/statements/new/", statements.new_statement, name="new_statement"),
    path("texts/<str:public_id>/chairs-summary/", statements.chairs_summary, name="chairs_summary"),
    path("texts/<str:public_id>/translations/", translations.translations, name="translations"),
    path(
        "texts/<str:public_id>/translations/<str:language>/<str:clause>/", translations.translation, name="translation"
    ),
    path("translations/<str:public_id>/approval/", translations.approval, name="approval"),
    path("silence-rule/", silences.silence_rule, name="silence_rule"),
    path("silences/<str:public_id>/", silences.silence, name="silence"),
    path("silences/<str:public_id>/breaks/", silences.new_break, name="new_break"),
    path("breaks/<str:public_id>/withdrawal/", silences.break_withdrawal, name="break_withdrawal"),
    path("statements/<str:public_id>/withdrawal/", statements.statement_withdrawal, name="statement_withdrawal"),
    path("clauses/<str:public_id>/", views.clause, name="clause"),
    path("rounds/<str:public_id>/", rounds.round_of_text, name="round"),
    path("rounds/<str:public_id>/word/<str:shape>/", exports.round_word, name="round_word"),
    path("rounds/<str:public_id>/sheet/<str:shape>/", exports.round_sheet, name="round_sheet"),
    path("rounds/<str:public_id>/return/", rounds.own_return, name="own_return"),
    path("rounds/<str:public_id>/entry/", rounds.entry, name="entry"),
    path("rounds/<str:public_id>/amendments/", tabled.table, name="table"),
    path("rounds/<str:public_id>/compilation/", tabled.compilation, name="compilation"),
    path("text-returns/<str:public_id>/", returns.returned, name="returned"),
    path("text-returns/<str:public_id>/release/", returns.releasing, name="releasing"),
    path("text-returns/<str:public_id>/amendments/", returns.new_amendment, name="new_amendment"),
    path("text-returns/<str:public_id>/comments/", returns.new_comment, name="new_comment"),
    path("amendments/<str:public_id>/", tabled.amendment, name="amendment"),
    path("text-comments/<str:public_id>/", tabled.comment, name="comment"),
]
