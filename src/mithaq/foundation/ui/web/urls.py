from django.urls import path

from mithaq.foundation.ui.web import views

app_name = "ui"
urlpatterns = [
    path("", views.style_book, name="style_book"),
    path("text/", views.text_page, name="sample_text"),
    path("screens/<int:screen>/", views.screen, name="sample_screen"),
]
