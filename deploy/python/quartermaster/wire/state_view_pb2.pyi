from quartermaster.wire.mesos import infos_pb2 as _infos_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AgentView(_message.Message):
    __slots__ = ["activated", "available", "holder_count", "holders", "hostname", "id", "total", "unavailable_for_ns", "unavailable_from_ns", "whitelisted"]
    class AvailableEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class TotalEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    ACTIVATED_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    HOLDERS_FIELD_NUMBER: _ClassVar[int]
    HOLDER_COUNT_FIELD_NUMBER: _ClassVar[int]
    HOSTNAME_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_FOR_NS_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_FROM_NS_FIELD_NUMBER: _ClassVar[int]
    WHITELISTED_FIELD_NUMBER: _ClassVar[int]
    activated: bool
    available: _containers.ScalarMap[str, float]
    holder_count: int
    holders: _containers.RepeatedCompositeFieldContainer[Holder]
    hostname: str
    id: str
    total: _containers.ScalarMap[str, float]
    unavailable_for_ns: int
    unavailable_from_ns: int
    whitelisted: bool
    def __init__(self, id: _Optional[str] = ..., hostname: _Optional[str] = ..., activated: bool = ..., whitelisted: bool = ..., unavailable_from_ns: _Optional[int] = ..., total: _Optional[_Mapping[str, float]] = ..., available: _Optional[_Mapping[str, float]] = ..., holders: _Optional[_Iterable[_Union[Holder, _Mapping]]] = ..., holder_count: _Optional[int] = ..., unavailable_for_ns: _Optional[int] = ...) -> None: ...

class ClusterView(_message.Message):
    __slots__ = ["agents", "agents_in_maintenance", "available_headroom", "events", "expected_agents", "filters", "first_unavailable_from_ns", "frameworks", "held", "ineligible_agents", "last_unavailable_until_ns", "next_run_ns", "outstanding_offers", "paused", "required_headroom", "roles", "runs", "time_ns", "total"]
    class AvailableHeadroomEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class HeldEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class RequiredHeadroomEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class TotalEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    AGENTS_IN_MAINTENANCE_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_HEADROOM_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_AGENTS_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    FIRST_UNAVAILABLE_FROM_NS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORKS_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    INELIGIBLE_AGENTS_FIELD_NUMBER: _ClassVar[int]
    LAST_UNAVAILABLE_UNTIL_NS_FIELD_NUMBER: _ClassVar[int]
    NEXT_RUN_NS_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_OFFERS_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_HEADROOM_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    agents: int
    agents_in_maintenance: int
    available_headroom: _containers.ScalarMap[str, float]
    events: int
    expected_agents: int
    filters: int
    first_unavailable_from_ns: int
    frameworks: int
    held: _containers.ScalarMap[str, float]
    ineligible_agents: int
    last_unavailable_until_ns: int
    next_run_ns: int
    outstanding_offers: int
    paused: bool
    required_headroom: _containers.ScalarMap[str, float]
    roles: int
    runs: int
    time_ns: int
    total: _containers.ScalarMap[str, float]
    def __init__(self, time_ns: _Optional[int] = ..., runs: _Optional[int] = ..., next_run_ns: _Optional[int] = ..., paused: bool = ..., expected_agents: _Optional[int] = ..., agents: _Optional[int] = ..., ineligible_agents: _Optional[int] = ..., agents_in_maintenance: _Optional[int] = ..., frameworks: _Optional[int] = ..., roles: _Optional[int] = ..., filters: _Optional[int] = ..., outstanding_offers: _Optional[int] = ..., total: _Optional[_Mapping[str, float]] = ..., held: _Optional[_Mapping[str, float]] = ..., required_headroom: _Optional[_Mapping[str, float]] = ..., available_headroom: _Optional[_Mapping[str, float]] = ..., events: _Optional[int] = ..., first_unavailable_from_ns: _Optional[int] = ..., last_unavailable_until_ns: _Optional[int] = ...) -> None: ...

class FrameworkView(_message.Message):
    __slots__ = ["active", "capabilities", "filters", "id", "master", "master_listening", "rescinded", "roles"]
    class Membership(_message.Message):
        __slots__ = ["agents", "held", "role", "standing", "subscribed", "suppressed"]
        class HeldEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        AGENTS_FIELD_NUMBER: _ClassVar[int]
        HELD_FIELD_NUMBER: _ClassVar[int]
        ROLE_FIELD_NUMBER: _ClassVar[int]
        STANDING_FIELD_NUMBER: _ClassVar[int]
        SUBSCRIBED_FIELD_NUMBER: _ClassVar[int]
        SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
        agents: int
        held: _containers.ScalarMap[str, float]
        role: str
        standing: Standing
        subscribed: bool
        suppressed: bool
        def __init__(self, role: _Optional[str] = ..., subscribed: bool = ..., suppressed: bool = ..., standing: _Optional[_Union[Standing, _Mapping]] = ..., held: _Optional[_Mapping[str, float]] = ..., agents: _Optional[int] = ...) -> None: ...
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    MASTER_LISTENING_FIELD_NUMBER: _ClassVar[int]
    RESCINDED_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    active: bool
    capabilities: _containers.RepeatedScalarFieldContainer[_infos_pb2.FrameworkInfo.Capability.Type]
    filters: int
    id: str
    master: str
    master_listening: bool
    rescinded: int
    roles: _containers.RepeatedCompositeFieldContainer[FrameworkView.Membership]
    def __init__(self, id: _Optional[str] = ..., master: _Optional[str] = ..., master_listening: bool = ..., active: bool = ..., capabilities: _Optional[_Iterable[_Union[_infos_pb2.FrameworkInfo.Capability.Type, str]]] = ..., filters: _Optional[int] = ..., rescinded: _Optional[int] = ..., roles: _Optional[_Iterable[_Union[FrameworkView.Membership, _Mapping]]] = ...) -> None: ...

class Holder(_message.Message):
    __slots__ = ["allocated", "framework_id", "held", "merged", "offered", "role"]
    class AllocatedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class HeldEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class OfferedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    ALLOCATED_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    MERGED_FIELD_NUMBER: _ClassVar[int]
    OFFERED_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    allocated: _containers.ScalarMap[str, float]
    framework_id: str
    held: _containers.ScalarMap[str, float]
    merged: bool
    offered: _containers.ScalarMap[str, float]
    role: str
    def __init__(self, framework_id: _Optional[str] = ..., role: _Optional[str] = ..., held: _Optional[_Mapping[str, float]] = ..., offered: _Optional[_Mapping[str, float]] = ..., allocated: _Optional[_Mapping[str, float]] = ..., merged: bool = ...) -> None: ...

class RoleView(_message.Message):
    __slots__ = ["consumed", "frameworks", "guarantees", "held", "limits", "limits_reached", "path", "reservations", "standing", "unmet_guarantees", "weight"]
    class ConsumedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class GuaranteesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class HeldEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class LimitsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class ReservationsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class UnmetGuaranteesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    CONSUMED_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORKS_FIELD_NUMBER: _ClassVar[int]
    GUARANTEES_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_REACHED_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    RESERVATIONS_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    UNMET_GUARANTEES_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    consumed: _containers.ScalarMap[str, float]
    frameworks: int
    guarantees: _containers.ScalarMap[str, float]
    held: _containers.ScalarMap[str, float]
    limits: _containers.ScalarMap[str, float]
    limits_reached: _containers.RepeatedScalarFieldContainer[str]
    path: str
    reservations: _containers.ScalarMap[str, float]
    standing: Standing
    unmet_guarantees: _containers.ScalarMap[str, float]
    weight: float
    def __init__(self, path: _Optional[str] = ..., standing: _Optional[_Union[Standing, _Mapping]] = ..., weight: _Optional[float] = ..., frameworks: _Optional[int] = ..., guarantees: _Optional[_Mapping[str, float]] = ..., limits: _Optional[_Mapping[str, float]] = ..., consumed: _Optional[_Mapping[str, float]] = ..., unmet_guarantees: _Optional[_Mapping[str, float]] = ..., limits_reached: _Optional[_Iterable[str]] = ..., reservations: _Optional[_Mapping[str, float]] = ..., held: _Optional[_Mapping[str, float]] = ...) -> None: ...

class Standing(_message.Message):
    __slots__ = ["allocations", "dominant_resource", "position", "share", "weight", "weighted_share"]
    ALLOCATIONS_FIELD_NUMBER: _ClassVar[int]
    DOMINANT_RESOURCE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    WEIGHTED_SHARE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    allocations: int
    dominant_resource: str
    position: int
    share: float
    weight: float
    weighted_share: float
    def __init__(self, share: _Optional[float] = ..., dominant_resource: _Optional[str] = ..., weight: _Optional[float] = ..., weighted_share: _Optional[float] = ..., allocations: _Optional[int] = ..., position: _Optional[int] = ...) -> None: ...

class State(_message.Message):
    __slots__ = ["agents", "cluster", "frameworks", "last", "roles"]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORKS_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    agents: _containers.RepeatedCompositeFieldContainer[AgentView]
    cluster: ClusterView
    frameworks: _containers.RepeatedCompositeFieldContainer[FrameworkView]
    last: str
    roles: _containers.RepeatedCompositeFieldContainer[RoleView]
    def __init__(self, cluster: _Optional[_Union[ClusterView, _Mapping]] = ..., agents: _Optional[_Iterable[_Union[AgentView, _Mapping]]] = ..., frameworks: _Optional[_Iterable[_Union[FrameworkView, _Mapping]]] = ..., roles: _Optional[_Iterable[_Union[RoleView, _Mapping]]] = ..., last: _Optional[str] = ...) -> None: ...

class StateQuery(_message.Message):
    __slots__ = ["after", "cluster", "id", "role", "view"]
    class View(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    AFTER_FIELD_NUMBER: _ClassVar[int]
    AGENTS: StateQuery.View
    CLUSTER: StateQuery.View
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORKS: StateQuery.View
    ID_FIELD_NUMBER: _ClassVar[int]
    ROLES: StateQuery.View
    ROLE_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    after: str
    cluster: str
    id: str
    role: str
    view: StateQuery.View
    def __init__(self, cluster: _Optional[str] = ..., view: _Optional[_Union[StateQuery.View, str]] = ..., id: _Optional[str] = ..., role: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...
