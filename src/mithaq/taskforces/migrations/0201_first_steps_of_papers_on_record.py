"""Papers that were handed in before papers had steps and versions get those that they went through."""

from django.db import migrations


def write_down(apps, schema_editor):
    papers = apps.get_model("taskforces", "Paper").objects
    steps = apps.get_model("taskforces", "PaperStep").objects
    versions = apps.get_model("taskforces", "PaperVersion").objects
    for paper in papers.filter(steps=None).exclude(submitted_at=None):
        said = {"seat_id": paper.submitted_by_id, "at": paper.submitted_at}
        version = None
        if paper.file_id:
            version = versions.create(
                paper=paper, number=1, file_id=paper.file_id, language=paper.language, pages=paper.pages, **said
            )
        steps.create(paper=paper, stage="submitted", version=version, **said)


class Migration(migrations.Migration):
    dependencies = [("taskforces", "0200_groups_papers_and_reviews")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
