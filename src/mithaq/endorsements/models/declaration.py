"""The declaration under the group's signature, and its hand-over."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from mithaq.communique.models import Text
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.uploads.models import Upload


class SignedDeclaration(models.Model):
    """A published text with the roll as of an instant, signed by the group. A later one stands beside it: cities go on
    endorsing, and what was handed over stays what it was."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="signed_declarations")
    #: The PDF as it was signed; its hash is the upload's.
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    #: The name in the certificate it was signed with, and that certificate's SHA-256.
    signed_as = models.CharField(max_length=200)
    certificate = models.CharField(max_length=64)
    #: Whether a timestamp service vouches for the time.
    is_stamped = models.BooleanField(default=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return reverse("endorsements:signed_declaration", args=[self.text.public_id])
