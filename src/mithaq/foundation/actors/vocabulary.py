"""The kinds of organisation, the roles of a seat and the scopes of a mandate."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    CITY = "city", pgettext_lazy("kind of organisation", "City")
    NETWORK = "network", pgettext_lazy("kind of organisation", "Network of cities")
    INTERNATIONAL_ORGANISATION = (
        "international_organisation",
        pgettext_lazy("kind of organisation", "International organisation"),
    )
    UNIVERSITY = "university", pgettext_lazy("kind of organisation", "University or research institute")
    COMPANY = "company", pgettext_lazy("kind of organisation", "Company")
    STATE = "state", pgettext_lazy("kind of organisation", "State")
    PUBLIC_BODY = "public_body", pgettext_lazy("kind of organisation", "Public body")
    ENGAGEMENT_GROUP = "engagement_group", pgettext_lazy("kind of organisation", "Engagement group")
    SECRETARIAT = "secretariat", pgettext_lazy("kind of organisation", "Secretariat")
    UNSTATED = "unstated", pgettext_lazy("kind of organisation", "Kind not stated")


class Role(models.TextChoices):
    SECRETARIAT = "secretariat", pgettext_lazy("role", "Secretariat")
    CHAIR = "chair", pgettext_lazy("role", "Chair")
    CONVENER = "convener", pgettext_lazy("role", "Convener")
    SHERPA = "sherpa", pgettext_lazy("role", "Sherpa")
    MAYOR = "mayor", pgettext_lazy("role", "Mayor")
    PARTNER = "partner", pgettext_lazy("role", "Knowledge partner")
    PRESIDENCY = "presidency", pgettext_lazy("role", "Presidency")
    PRESS = "press", pgettext_lazy("role", "Press")
    AUDITOR = "auditor", pgettext_lazy("role", "Auditor")


class Forms(models.TextChoices):
    """How a person is spoken of in languages whose words for an office have two forms."""

    MASCULINE = "m", pgettext_lazy("forms of address", "Masculine")
    FEMININE = "f", pgettext_lazy("forms of address", "Feminine")


class Scope(models.TextChoices):
    SPEAK = "speak", pgettext_lazy("scope of a mandate", "speak")
    PROPOSE = "propose", pgettext_lazy("scope of a mandate", "propose")
    NEGOTIATE = "negotiate", pgettext_lazy("scope of a mandate", "negotiate")
    ENDORSE = "endorse", pgettext_lazy("scope of a mandate", "endorse")
    SIGN = "sign", pgettext_lazy("scope of a mandate", "sign")
