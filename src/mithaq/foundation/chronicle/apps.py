from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ChronicleConfig(AppConfig):
    name = "mithaq.foundation.chronicle"
    label = "chronicle"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Rooms declare what they show, tell, count and follow in these modules.
        autodiscover_modules("vocabulary", "queries", "figures", "followers")
