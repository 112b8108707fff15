"""The default minimum of an offer."""

from __future__ import annotations

from quartermaster.wire.mesos.filters_pb2 import OfferFilters
from quartermaster.wire.mesos.values_pb2 import Value


def _least(name: str, amount: float) -> OfferFilters.ResourceQuantities:
    return OfferFilters.ResourceQuantities(quantities={name: Value.Scalar(value=amount)})


MESOS_MINIMUM = (_least("cpus", 0.01), _least("mem", 32))
"""For `min_allocatable_resources` of `initialize`: cpus 0.01 or mem 32 (MiB), like the master of Mesos. Smaller
remainders serve no task, and masters would only decline them."""
