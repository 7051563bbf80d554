"""What stands as a project's guidelines becomes version 1 of them."""

from django.db import migrations


def write_first(apps, schema_editor):
    Project = apps.get_model("claims", "Project")
    Guideline = apps.get_model("claims", "Guideline")
    written = Guideline.objects.values("project")
    for project in Project.objects.exclude(guidelines="").exclude(pk__in=written).iterator():
        Guideline.objects.create(project=project, number=1, text=project.guidelines)


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0007_scale_copy_of"),
    ]

    operations = [migrations.RunPython(write_first, migrations.RunPython.noop)]
