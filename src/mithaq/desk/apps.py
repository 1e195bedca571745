from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "mithaq.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
