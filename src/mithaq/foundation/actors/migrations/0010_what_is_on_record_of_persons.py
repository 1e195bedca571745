"""Persons get honorific, languages and the key of their address; organisations a mark for gaps; both may be merged."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.actors.models
import mithaq.foundation.identifiers
import mithaq.foundation.languages.words
from mithaq.foundation.identifiers import fresh_id


def fill(apps, schema_editor):
    """Identifiers, keys and marks for what is on record already."""
    for population in apps.get_model("actors", "Population").objects.all():
        population.public_id = fresh_id()
        population.save(update_fields=["public_id"])
    for person in apps.get_model("actors", "Person").objects.exclude(email=""):
        person.save(update_fields=["address_key"])
    for organisation in apps.get_model("actors", "Organisation").objects.all():
        if organisation.note.get("en", "").startswith("Gap:"):
            organisation.is_gap = True
            organisation.save(update_fields=["is_gap"])


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0002_kinds_and_roles"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="person",
            name="an_address_belongs_to_one_person",
        ),
        migrations.RemoveConstraint(
            model_name="population",
            name="a_population_is_stated_once",
        ),
        migrations.AddField(
            model_name="organisation",
            name="is_gap",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="actors.organisation",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="address_key",
            field=mithaq.foundation.actors.models.AddressKeyField(blank=True, editable=False, max_length=320),
        ),
        migrations.AddField(
            model_name="person",
            name="forms",
            field=models.CharField(blank=True, choices=[("m", "Masculine"), ("f", "Feminine")], max_length=1),
        ),
        migrations.AddField(
            model_name="person",
            name="honorific",
            field=mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="person",
            name="languages",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="actors.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="pronunciation",
            field=mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="population",
            name="is_living",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="population",
            name="public_id",
            field=models.CharField(null=True, editable=False, max_length=24),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="population",
            name="public_id",
            field=models.CharField(
                default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("address_key", ""), _negated=True),
                fields=("address_key",),
                name="an_address_belongs_to_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="population",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_living", True)),
                fields=("organisation", "concept", "year", "source"),
                name="a_population_is_stated_once",
            ),
        ),
    ]
