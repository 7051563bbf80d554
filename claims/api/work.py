"""Background work over the API: its state, another try, an end."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import article_for, intake_for, lookup_for, reader
from claims.api.doors import Door
from claims.api.shapes.articles import ArticleShape
from claims.api.shapes.work import AcceptIntake, IntakeShape, LookupShape, SplitShape
from claims.models import Act, Article, Intake, Lookup, Split
from claims.pipeline import ingest, split, steer


@extend_schema(responses=SplitShape, request=None)
class Splits(Door):
    """The split of an article's newest text, under the article's own id."""

    queryset = Article.objects.all()
    serializer_class = SplitShape

    def retrieve(self, request: Request, pk: str) -> Response:
        """How far it is."""
        return self._answer(pk, Act.READ)

    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Split again after a failure or a cancellation; a split that runs or is done stays as it is."""
        for waiting in steer.ask_again(work=[self._split(pk, Act.INGEST)], by=reader(request)):
            tasks.start_split(waiting)
        return self._answer(pk, Act.READ)

    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: str) -> Response:
        """Split again, also after a success: what people did stays. One that waits or runs stays as it is."""
        row = self._split(pk, Act.INGEST)
        if split.split_again(split=row, by=reader(request)):
            tasks.start_split(row.pk)
        return self._answer(pk, Act.READ)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel a split that has not ended."""
        steer.cancel(work=[self._split(pk, Act.INGEST)], by=reader(request))
        return self._answer(pk, Act.READ)

    def _split(self, pk: str, act: Act) -> Split:
        article = article_for(self.request, pk, act)
        row: Split | None = Split.objects.filter(revision__article=article).order_by("-revision__number").first()
        if row is None:
            raise NotFound
        return row

    def _answer(self, pk: str, act: Act) -> Response:
        return Response(SplitShape(self._split(pk, act)).data)


@extend_schema(responses=LookupShape, request=None)
class Lookups(Door):
    """One question to one provider for one claim."""

    queryset = Lookup.objects.all()
    serializer_class = LookupShape

    def retrieve(self, request: Request, pk: str) -> Response:
        """How it went."""
        return self._answer(pk)

    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Ask again after a failure or a cancellation; one that runs or succeeded stays as it is."""
        lookup = lookup_for(request, pk, Act.LOOK_UP)
        tasks.start_lookups(steer.ask_again(work=[lookup], by=reader(request)))
        return self._answer(pk)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel a look-up that has not ended."""
        steer.cancel(work=[lookup_for(request, pk, Act.LOOK_UP)], by=reader(request))
        return self._answer(pk)

    def _answer(self, pk: str) -> Response:
        return Response(LookupShape(lookup_for(self.request, pk, Act.READ)).data)


class Intakes(Door):
    """A file or an address whose text is being read."""

    queryset = Intake.objects.all()
    serializer_class = IntakeShape

    def retrieve(self, request: Request, pk: str) -> Response:
        """How far the reading is, what was read, and the article made of it."""
        return Response(IntakeShape(intake_for(request, pk, Act.INGEST)).data)

    @extend_schema(request=AcceptIntake, responses={201: ArticleShape})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Make an article of what was read; again answers with the same article."""
        intake = intake_for(request, pk, Act.INGEST)
        given = self.parsed(AcceptIntake)
        article = ingest.accept_intake(intake=intake, by=reader(request), **given)
        tasks.start_split(article.latest().split.pk)
        location = self.address("article-detail", article.pk)
        return Response(ArticleShape(article).data, status=201, headers={"Location": location})
