"""Texts and their clauses, the rounds in which they are negotiated, and the two acts that end the negotiation."""

from django.urls import path

from mithaq.communique.web import (
    comparing,
    exports,
    files,
    frozen,
    positions,
    returns,
    rounds,
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
    path("texts/<str:public_id>/translations/", translations.translations, name="translations"),
    path(
        "texts/<str:public_id>/translations/<str:language>/<str:clause>/", translations.translation, name="translation"
    ),
    path("translations/<str:public_id>/approval/", translations.approval, name="approval"),
    path("clauses/<str:public_id>/", views.clause, name="clause"),
    path("rounds/<str:public_id>/", rounds.round_of_text, name="round"),
    path("rounds/<str:public_id>/word/<str:shape>/", exports.round_word, name="round_word"),
    path("rounds/<str:public_id>/sheet/<str:shape>/", exports.round_sheet, name="round_sheet"),
    path("rounds/<str:public_id>/return/", rounds.own_return, name="own_return"),
    path("rounds/<str:public_id>/entry/", rounds.entry, name="entry"),
    path("rounds/<str:public_id>/files/", files.files, name="files"),
    path("rounds/<str:public_id>/amendments/", tabled.table, name="table"),
    path("rounds/<str:public_id>/compilation/", tabled.compilation, name="compilation"),
    path("text-files/<str:public_id>/", files.file, name="file"),
    path("text-files/came/<str:public_id>/", files.came, name="came"),
    path("text-files/<str:public_id>/content/", files.file_content, name="file_content"),
    path("text-files/<str:public_id>/unplaced/<str:number>/", files.file_change, name="file_change"),
    path("text-returns/<str:public_id>/", returns.returned, name="returned"),
    path("text-returns/<str:public_id>/release/", returns.releasing, name="releasing"),
    path("text-returns/<str:public_id>/amendments/", returns.new_amendment, name="new_amendment"),
    path("text-returns/<str:public_id>/comments/", returns.new_comment, name="new_comment"),
    path("amendments/<str:public_id>/", tabled.amendment, name="amendment"),
    path("text-comments/<str:public_id>/", tabled.comment, name="comment"),
]
