"""The people and the sources that a file of another tool names, as rows of this installation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from claims.formats.incoming import Incoming
from claims.interchange.writing import Ids, Refused
from claims.measures.names import is_acronym, is_name
from claims.models import Project, Source, SourceKind, User

LONGEST_USER = 150
LONGEST_NAME = 300

_UNFIT = re.compile(r"[^\w.@+-]+")


class People:
    """Who judged, by the names of a file. Who has an account of that user name here is taken for the same person;
    others get one that nobody can sign in to."""

    def __init__(self, ids: Ids, called: Mapping[str, str]) -> None:
        self._ids, self._called = ids, called
        self._names: dict[str, str] = {}

    def id_of(self, name: str) -> int:
        """The account of somebody. Raises Refused for a name that none can have."""
        shown = self._called.get(name, name).strip()
        username = _UNFIT.sub("-", shown).strip("-")[:LONGEST_USER]
        if not username:
            raise Refused(_("“%(name)s” is no name that an account can have.") % {"name": name[:80]})
        known = username in self._ids.people
        try:
            key = self._ids.person(username)
        except ValidationError as error:
            raise Refused(_("Nobody can be called “%(name)s” here.") % {"name": name[:80]}) from error
        if not known and shown != username:
            User.objects.filter(pk=key).update(display_name=shown[:LONGEST_USER])
        return key


class Sources:
    """The sources of a project by name. The caller holds the lock on them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._named: dict[str, Source] = {}

    def look_for(self, incoming: Iterable[Incoming]) -> None:
        """Read at once who is named in these and known here."""
        names = {voice.name for one in incoming for claim in one.claims for voice in claim.voices}
        rows = Source.objects.filter(project=self.project, article=None, name__in=names - self._named.keys())
        for row in rows.defer("search").order_by("merged_into", "-pk"):
            self._named[row.name] = row

    def of(self, name: str, article: UUID) -> tuple[Source, bool]:
        """Who is called so, and whether the row is new: a name is the project's, other words are the article's."""
        if not is_name(name):
            return self._own(name, article), True
        if name in self._named:
            return self._named[name], False
        kind = SourceKind.ORGANISATION if is_acronym(name) else SourceKind.PERSON
        key = uuid5(self.project.pk, f"source {kind} {name}")
        self._named[name] = Source(
            pk=key, project=self.project, kind=kind, name=name, kind_reason=_("The file does not say what it is.")
        )
        return self._named[name], True

    def _own(self, name: str, article: UUID) -> Source:
        told = {"kind": SourceKind.UNNAMED_PERSON, "name": name, "article_id": article}
        return Source(pk=uuid5(article, f"source {name}"), project=self.project, **told)
