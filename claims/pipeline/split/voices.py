"""Save sources: a name is the project's and is found again by name or alias, other voices are the article's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from claims.measures.names import is_acronym, is_name
from claims.models import Article, Source, SourceKind
from claims.splitting import spans

LONGEST = 300
MOST_ALIASES = 50

Key = tuple[str, str]


def save_sources(article: Article, mentions: Sequence[spans.SourceMention]) -> list[Source]:
    """One row per mention, in order.

    A row whose kind a person set is the one, whatever kind the splitter takes it for. Merged rows are found as
    themselves. The caller holds the lock on the project's sources. A constant number of queries.
    """
    rows = _found_again(article, mentions)
    new: dict[Key, Source] = {}
    for index, mention in enumerate(mentions):
        if index not in rows:
            rows[index] = new.setdefault(_key(mention), _new(article, mention))
    grown = {row.pk: row for index, row in rows.items() if _grow(row, mentions[index])}
    made = [new[key] for key in sorted(new)]
    Source.objects.bulk_create(made)
    changed = [row for pk, row in sorted(grown.items()) if row not in made]
    Source.objects.bulk_update(changed, ["aliases", "role", "kind_reason", "deleted_at"])
    return [rows[index] for index in range(len(mentions))]


def _key(mention: spans.SourceMention) -> Key:
    return str(mention.kind), mention.name[:LONGEST]


def _found_again(article: Article, mentions: Sequence[spans.SourceMention]) -> dict[int, Source]:
    """Mentions that a row stands for already, by index. Sure ways go first, and no two entities share a row."""
    book = _Book(article, mentions)
    rows: dict[int, Source] = {}
    taken: set[UUID] = set()
    for find in (book.by_person, book.by_name, book.by_alias, book.by_acronym):
        for index, mention in enumerate(mentions):
            if index not in rows and (row := find(mention, taken)):
                rows[index] = row
                taken.add(row.pk)
    return rows


def _new(article: Article, mention: spans.SourceMention) -> Source:
    kind, name = _key(mention)
    own = article if _is_own(mention) else None
    return Source(project_id=article.project_id, article=own, kind=kind, name=name)


def _is_own(mention: spans.SourceMention) -> bool:
    """Whether the words fit somebody else in another article: an unnamed voice, "the company", "the decree"."""
    return not (SourceKind(str(mention.kind)).is_named and is_name(mention.name))


def _grow(row: Source, mention: spans.SourceMention) -> bool:
    """Take over what the article adds to what is known; whether that is anything. It leaves the trash."""
    before = (row.aliases, row.role, row.kind_reason, row.deleted_at)
    others = [alias for alias in (mention.name, *mention.aliases) if alias and len(alias) <= LONGEST]
    if row.article_id is None:
        others = [alias for alias in others if is_name(alias)]
    aliases = dict.fromkeys([*row.aliases, *others])
    row.aliases = [alias for alias in aliases if alias != row.name][:MOST_ALIASES]
    row.role = row.role or mention.role[:LONGEST]
    if row.kind == str(mention.kind) and not row.kind_set_by_id and (row.article_id or not row.kind_reason):
        row.kind_reason = mention.reason[:LONGEST] or row.kind_reason
    row.deleted_at = None
    return before != (row.aliases, row.role, row.kind_reason, None)


class _Book:
    """The rows that mentions may stand for: one query."""

    def __init__(self, article: Article, mentions: Iterable[spans.SourceMention]) -> None:
        names = {mention.name[:LONGEST] for mention in mentions}
        short = {alias for mention in mentions for alias in _acronyms(mention)}
        rows = Source.objects.filter(project=article.project_id).filter(Q(article=None) | Q(article=article))
        rows = rows.filter(Q(name__in=names | short) | Q(aliases__overlap=sorted(names))).defer("search")
        self._article = article
        self._named: dict[str, list[Source]] = defaultdict(list)
        self._alias: dict[str, list[Source]] = defaultdict(list)
        for row in rows.order_by("pk"):
            self._named[row.name].append(row)
            for alias in row.aliases:
                self._alias[alias].append(row)

    def by_person(self, mention: spans.SourceMention, taken: set[UUID]) -> Source | None:
        """The row of that name, or else alias, of which a person said what kind it is."""

        def fits(row: Source) -> bool:
            return bool(row.kind_set_by_id) and (row.article_id is not None or is_name(mention.name))

        _kind, name = _key(mention)
        return _one(self._named[name], fits) or _one(self._alias[name], fits)

    def by_name(self, mention: spans.SourceMention, taken: set[UUID]) -> Source | None:
        """The row of that very name and kind."""
        return _one(self._named[mention.name[:LONGEST]], self._like(mention, set()))

    def by_alias(self, mention: spans.SourceMention, taken: set[UUID]) -> Source | None:
        """The row that goes by that name too, where it is no other voice of this text."""
        return _one(self._alias[mention.name[:LONGEST]], self._like(mention, taken))

    def by_acronym(self, mention: spans.SourceMention, taken: set[UUID]) -> Source | None:
        """The organisation known so far by its initials alone."""
        known = (_one(self._named[alias], self._like(mention, taken)) for alias in _acronyms(mention))
        return next((row for row in known if row), None)

    def _like(self, mention: spans.SourceMention, taken: set[UUID]) -> Callable[[Source], bool]:
        kind, _name = _key(mention)
        own = self._article.pk if _is_own(mention) else None
        return lambda row: row.kind == kind and row.article_id == own and row.pk not in taken


def _acronyms(mention: spans.SourceMention) -> list[str]:
    organisation = str(mention.kind) == SourceKind.ORGANISATION
    return [alias for alias in mention.aliases if organisation and is_acronym(alias)]


def _one(rows: Iterable[Source], fits: Callable[[Source], bool]) -> Source | None:
    """The row that fits; None where none does, or several that are not the same source. A head goes first."""
    fitting = [row for row in rows if fits(row)]
    if len({row.merged_into_id or row.pk for row in fitting}) != 1:
        return None
    return next((row for row in fitting if not row.merged_into_id), fitting[0])
