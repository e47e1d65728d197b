"""Which fact offers what: the one table (ADR 0065)."""

from offers.exports import NamedParticipants, PlacedTookPart
from offers.fact_offer import FactOffer
from offers.jobs import (
    BusinessIsJob,
    CandidateStarted,
    ParticipantWorks,
    PostEnded,
    PostIsJob,
    WorkshopNamed,
    WorkshopStopped,
)
from offers.payments import PaymentIsHelp, PaymentsFulfil
from offers.services_311 import ClassIsService, EventIsService, RecommendationIsService

OFFERS: dict[str, FactOffer] = {
    each.code: each
    for each in (
        PostIsJob(),
        WorkshopNamed(),
        CandidateStarted(),
        BusinessIsJob(),
        ParticipantWorks(),
        PostEnded(),
        WorkshopStopped(),
        ClassIsService(),
        RecommendationIsService(),
        EventIsService(),
        PaymentIsHelp(),
        PaymentsFulfil(),
        NamedParticipants(),
        PlacedTookPart(),
    )
}


def offers_for(user: object) -> list[FactOffer]:
    """Those that the user may take up."""
    return [offer for offer in OFFERS.values() if user.has_perm(offer.register.permission)]  # type: ignore[attr-defined]
