"""Sign-in: an account opens the door for one person. What the person may do comes from seats and mandates alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from mithaq.foundation.accounts.vocabulary import Proof
from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.identifiers import fresh_id


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)

    def of(self, person: Person) -> Account:
        """The person's account, made at the first sign-in. It has no password and follows the person's address."""
        account = self.filter(person=person).first()
        if account is None or account.email != person.email:
            # Whoever had this address before has another one by now, and gets it when they next sign in.
            self.filter(email__iexact=person.email).exclude(person=person).update(email=F("id"))
        if account is None:
            fields = {"email": person.email, "password": make_password(None)}
            return self.get_or_create(person=person, defaults=fields)[0]
        if account.email != person.email:
            account.email = person.email
            account.save(update_fields=["email"])
        return account

    def with_address(self, address: str) -> Account | None:
        """The account of the person on record with this address, made on demand; None for a stranger."""
        person = Person.objects.filter(email__iexact=address).first() if address else None
        return self.of(person) if person else None


class Account(AbstractBaseUser):
    """What a person signs in with: an address to which a code is sent."""

    email = models.EmailField()
    person = models.OneToOneField(Person, models.CASCADE, related_name="account", null=True)
    is_active = models.BooleanField(default=True)

    #: The seats of the person, held or not, where the account was read for a request; else None.
    seats_on_record: list[Seat] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Any] = Accounts()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="an_address_opens_one_account")]

    def __str__(self) -> str:
        return self.email

    # The program's own permission is `rules.py`; libraries that ask Django's get "no".
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Always no: see `foundation.permissions`."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Always no: see `foundation.permissions`."""
        return False


class RequiredProof(models.Model):
    """What grave acts need from this instant on. The latest one counts; none is ever changed."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    proof = models.CharField(max_length=16, choices=Proof.choices)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.proof
