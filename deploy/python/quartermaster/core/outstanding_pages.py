"""Outstanding offers, which answers list page by page."""

from __future__ import annotations

from quartermaster.wire.control_pb2 import Outstanding
from quartermaster.wire.publication_pb2 import InverseOfferBatch, OfferBatch


def are_of_one_view(first: Outstanding, second: Outstanding) -> bool:
    """Whether nothing was published to the master between the two pages."""
    return _numbers(first) == _numbers(second)


def joined(first: Outstanding, second: Outstanding) -> Outstanding:
    """Joins a page with the next one, which continues with further agents."""
    whole = Outstanding()
    whole.CopyFrom(second)
    del whole.offers[:]
    del whole.inverse_offers[:]
    offers: dict[str, OfferBatch] = {}
    inverse_offers: dict[str, InverseOfferBatch] = {}
    for page in (first, second):
        for batch in page.offers:
            _add_offers(offers.setdefault(batch.framework_id, OfferBatch(framework_id=batch.framework_id)), batch)
        for inverse in page.inverse_offers:
            of_framework = inverse_offers.setdefault(
                inverse.framework_id, InverseOfferBatch(framework_id=inverse.framework_id)
            )
            of_framework.agents.extend(inverse.agents)
    whole.offers.extend(offers[framework] for framework in sorted(offers))
    whole.inverse_offers.extend(inverse_offers[framework] for framework in sorted(inverse_offers))
    return whole


def _add_offers(whole: OfferBatch, batch: OfferBatch) -> None:
    for role in batch.roles:
        place = next((known for known in whole.roles if known.role == role.role), None)
        if place is None:
            whole.roles.append(role)
        else:
            place.agents.extend(role.agents)
    whole.roles.sort(key=lambda role: role.role)


def _numbers(page: Outstanding) -> tuple[int, int, int]:
    return page.offers_sequence, page.inverse_offers_sequence, page.rescinds_sequence
