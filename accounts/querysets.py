"""Which accounts somebody keeps, and how they stand."""

from datetime import date, datetime
from typing import Any, Self

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils import timezone

from accounts.locks import locked_names
from accounts.posts import POSTS
from core.models import Division
from core.scoping import inside


class UserQuerySet(QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The accounts that `user` keeps: of roles that they may give, and no division outside their own."""
        if not (codes := getattr(user, "division_codes", [])) or not user.is_active:
            return self.none()
        own = Q(pk__in=[])
        for code in codes:
            own |= inside("division_id", code)
        given = self.model.divisions.through.objects.filter(user=OuterRef("pk"))
        return self.filter(Exists(given.filter(own)), ~Exists(given.exclude(own)), role__in=user.roles_kept)

    def with_divisions(self) -> Self:
        """With the divisions of each along."""
        rows = Division.objects.everywhere("an account is found for its keeper").select_related("parent")
        return self.prefetch_related(Prefetch("divisions", rows.order_by("pk"), to_attr="given_divisions"))

    def with_standing(self, on: date) -> Self:
        """With what `state` asks about that stands elsewhere: attempts to sign in, and posts that were left."""
        return self.annotate(is_locked=Exists(locked_names(OuterRef("username"))), has_left=self._left(on))

    def open(self, on: date) -> Self:
        """Those that let somebody in on the day `on`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), is_active=True)

    def left(self, on: date) -> Self:
        """Accounts that are open although their holders have left all posts they had."""
        return self.open(on).filter(self._left(on))

    def locked(self) -> Self:
        return self.filter(Exists(locked_names(OuterRef("username"))))

    def administering(self, at: datetime) -> Self:
        """Administrators who can sign in, and go on doing so."""
        administrators = self.filter(role=self.model.Role.ADMINISTRATOR, is_active=True, ended_on=None)
        return administrators.exclude(initial_until__lt=at)

    def with_slip(self) -> Self:
        """Open accounts whose initial password was never changed."""
        return self.open(timezone.localdate()).filter(initial_until__isnull=False)

    def in_division(self, code: str) -> Self:
        """Those to whom a division inside `code` was given."""
        return self.filter(
            Exists(self.model.divisions.through.objects.filter(inside("division_id", code), user=OuterRef("pk")))
        )

    def told_by(self, text: str) -> Self:
        """Those whose name, user name, pinyin or division `text` tells."""
        spoken = text.replace(" ", "").lower()
        spelled = self.alias(spelled=Replace("name_pinyin", Value(" "), Value("")))
        place = self.model.divisions.through.objects.filter(user=OuterRef("pk"), division__name__contains=text)
        named = Q(first_name__icontains=text) | Q(username__icontains=text)
        return spelled.filter(
            named | Q(name_initials__startswith=spoken) | Q(spelled__startswith=spoken) | Q(Exists(place))
        )

    def _left(self, on: date) -> Q:
        held, serving = Q(pk__in=[]), Q(pk__in=[])
        for post in POSTS:
            held |= Q(Exists(post.held_by(OuterRef("pk"))))
            serving |= Q(Exists(post.held_by(OuterRef("pk"), on)))
        return held & ~serving
