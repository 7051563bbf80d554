"""manage.py seed: enter the demo project by the front door."""

from __future__ import annotations

from datetime import date
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from claims import tasks
from claims.management.demo import LOGINS, Login
from claims.models import Article, Project, Role, User
from claims.pipeline import ingest, library, prepare

SEEDS = Path(settings.BASE_DIR) / "seeds"
SLUG = "demo"


class Command(BaseCommand):
    """Safe to run twice: what is there already is left as it is."""

    help = "Enter the demo project: its people, its evidence documents and the seed article."

    def handle(self, *args: Any, **options: Any) -> None:
        """People, documents, article; its split waits for a worker."""
        people = {login.role: _person(login) for login in LOGINS}
        owner = people[Role.OWNER]
        project = Project.objects.filter(slug=SLUG).first()
        if project is None:
            project = prepare.create_project(slug=SLUG, name="Demo desk", by=owner)
        for role, person in people.items():
            prepare.set_role(project=project, user=person, role=Role(role), by=owner)
        for path in sorted((SEEDS / "documents").glob("*.txt")):
            _document(project, owner, message_from_string(path.read_text(encoding="utf-8")))
        article = _article(project, people[Role.REVIEWER])
        self.stdout.write(f"Demo project “{project.name}” with article {article.pk}")


def _person(login: Login) -> User:
    user, created = User.objects.get_or_create(
        username=login.username,
        defaults={"display_name": f"Demo {login.role}", "is_staff": login.role == Role.OWNER},
    )
    if created:
        user.set_password(login.password)
        user.save(update_fields=["password"])
    return user


def _document(project: Project, by: User, document: Message) -> None:
    library.add_document(
        project=project,
        by=by,
        title=document["Title"],
        text=str(document.get_payload()),
        publisher=document["Publisher"],
        published_at=date.fromisoformat(document["Date"]),
    )


def _article(project: Project, by: User) -> Article:
    text = (SEEDS / "tiktok-oracle.txt").read_text(encoding="utf-8")
    try:
        article = ingest.create_article(
            project=project, by=by, text=text, title="ByteDance Partners Tiktok", published_at=date(2020, 9, 14)
        )
    except ingest.AlreadyHere as known:
        return known.article
    tasks.start_split(article.latest().split.pk)
    return article
