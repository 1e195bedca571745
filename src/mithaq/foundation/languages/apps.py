from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "mithaq.foundation.languages"
    label = "languages"
    default_auto_field = "django.db.models.BigAutoField"
