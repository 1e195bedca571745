"""The addresses of the circulars, of the board, and of what comes back."""

from django.urls import path

from mithaq.correspondence.web import answers, board, circulars, returns

app_name = "correspondence"
urlpatterns = [
    path("circulars/", circulars.circulars, name="circulars"),
    path("circulars/new/", circulars.new_circular, name="new_circular"),
    path("circulars/policy/", circulars.policy, name="policy"),
    path("circulars/language/<slug:public_id>/", circulars.language_of_letters, name="language_of_letters"),
    path("circulars/<slug:public_id>/", circulars.circular, name="circular"),
    path("circulars/<slug:public_id>/revision/", circulars.revision, name="revision"),
    path("circulars/<slug:public_id>/sending/", circulars.sending, name="sending"),
    path("circulars/<slug:public_id>/template/", circulars.template, name="template"),
    path("circulars/<slug:public_id>/reminder/", circulars.reminder, name="reminder"),
    path("board/", board.board, name="board"),
    path("board.csv", board.board_csv, name="board_csv"),
    path("board.xlsx", board.board_xlsx, name="board_xlsx"),
    path("returns/", returns.returns, name="returns"),
    path("returns/mail/", returns.taking_in, name="taking_in"),
    path("returns/mail/<slug:public_id>.eml", returns.incoming_mail, name="incoming_mail"),
    path("returns/<slug:public_id>/", returns.returned, name="returned"),
    path("returns/files/<slug:public_id>/", returns.returned_file, name="returned_file"),
    path("asked/", answers.matters, name="matters"),
    path("asked/<slug:public_id>/", answers.matter, name="matter"),
    path("answer/<slug:token>/", answers.answer_by_link, name="answer_by_link"),
    path("answer/<slug:token>/received/", answers.answer_received, name="answer_received"),
]
