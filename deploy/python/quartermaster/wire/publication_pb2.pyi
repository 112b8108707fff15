from google.protobuf import empty_pb2 as _empty_pb2
from quartermaster.wire import event_pb2 as _event_pb2
from quartermaster.wire.mesos import operations_pb2 as _operations_pb2
from quartermaster.wire.mesos import resources_pb2 as _resources_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Ack(_message.Message):
    __slots__ = ["epoch", "resend_from", "sequence"]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    RESEND_FROM_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    epoch: int
    resend_from: int
    sequence: int
    def __init__(self, epoch: _Optional[int] = ..., sequence: _Optional[int] = ..., resend_from: _Optional[int] = ...) -> None: ...

class Error(_message.Message):
    __slots__ = ["code", "message"]
    class Code(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ALREADY_EXISTS: Error.Code
    CODE_FIELD_NUMBER: _ClassVar[int]
    FAILED_PRECONDITION: Error.Code
    FENCED: Error.Code
    INTERNAL: Error.Code
    INVALID_ARGUMENT: Error.Code
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NOT_FOUND: Error.Code
    OUT_OF_SEQUENCE: Error.Code
    PERMISSION_DENIED: Error.Code
    RESOURCE_EXHAUSTED: Error.Code
    UNSPECIFIED: Error.Code
    code: Error.Code
    message: str
    def __init__(self, code: _Optional[_Union[Error.Code, str]] = ..., message: _Optional[str] = ...) -> None: ...

class Heartbeat(_message.Message):
    __slots__ = ["clusters", "events", "incarnation", "subscribers_cut_off", "uptime_ns", "worker"]
    CLUSTERS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    INCARNATION_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBERS_CUT_OFF_FIELD_NUMBER: _ClassVar[int]
    UPTIME_NS_FIELD_NUMBER: _ClassVar[int]
    WORKER_FIELD_NUMBER: _ClassVar[int]
    clusters: int
    events: int
    incarnation: int
    subscribers_cut_off: int
    uptime_ns: int
    worker: str
    def __init__(self, worker: _Optional[str] = ..., uptime_ns: _Optional[int] = ..., clusters: _Optional[int] = ..., events: _Optional[int] = ..., incarnation: _Optional[int] = ..., subscribers_cut_off: _Optional[int] = ...) -> None: ...

class InverseOfferBatch(_message.Message):
    __slots__ = ["agents", "framework_id"]
    class AgentInverseOffer(_message.Message):
        __slots__ = ["agent_id", "unavailable_resources"]
        AGENT_ID_FIELD_NUMBER: _ClassVar[int]
        UNAVAILABLE_RESOURCES_FIELD_NUMBER: _ClassVar[int]
        agent_id: str
        unavailable_resources: _event_pb2.UnavailableResources
        def __init__(self, agent_id: _Optional[str] = ..., unavailable_resources: _Optional[_Union[_event_pb2.UnavailableResources, _Mapping]] = ...) -> None: ...
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    agents: _containers.RepeatedCompositeFieldContainer[InverseOfferBatch.AgentInverseOffer]
    framework_id: str
    def __init__(self, framework_id: _Optional[str] = ..., agents: _Optional[_Iterable[_Union[InverseOfferBatch.AgentInverseOffer, _Mapping]]] = ...) -> None: ...

class InverseOfferStatuses(_message.Message):
    __slots__ = ["agents"]
    class AgentsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: InverseOfferStatuses.FrameworkStatuses
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[InverseOfferStatuses.FrameworkStatuses, _Mapping]] = ...) -> None: ...
    class FrameworkStatuses(_message.Message):
        __slots__ = ["frameworks"]
        class FrameworksEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: _operations_pb2.InverseOfferStatus
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_operations_pb2.InverseOfferStatus, _Mapping]] = ...) -> None: ...
        FRAMEWORKS_FIELD_NUMBER: _ClassVar[int]
        frameworks: _containers.MessageMap[str, _operations_pb2.InverseOfferStatus]
        def __init__(self, frameworks: _Optional[_Mapping[str, _operations_pb2.InverseOfferStatus]] = ...) -> None: ...
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    agents: _containers.MessageMap[str, InverseOfferStatuses.FrameworkStatuses]
    def __init__(self, agents: _Optional[_Mapping[str, InverseOfferStatuses.FrameworkStatuses]] = ...) -> None: ...

class MetricFamily(_message.Message):
    __slots__ = ["help", "kind", "name", "series"]
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    COUNTER: MetricFamily.Kind
    GAUGE: MetricFamily.Kind
    HELP_FIELD_NUMBER: _ClassVar[int]
    HISTOGRAM: MetricFamily.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SERIES_FIELD_NUMBER: _ClassVar[int]
    UNSPECIFIED: MetricFamily.Kind
    help: str
    kind: MetricFamily.Kind
    name: str
    series: _containers.RepeatedCompositeFieldContainer[MetricSeries]
    def __init__(self, name: _Optional[str] = ..., help: _Optional[str] = ..., kind: _Optional[_Union[MetricFamily.Kind, str]] = ..., series: _Optional[_Iterable[_Union[MetricSeries, _Mapping]]] = ...) -> None: ...

class MetricHistogram(_message.Message):
    __slots__ = ["counts", "sum", "upper_bounds"]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    SUM_FIELD_NUMBER: _ClassVar[int]
    UPPER_BOUNDS_FIELD_NUMBER: _ClassVar[int]
    counts: _containers.RepeatedScalarFieldContainer[int]
    sum: float
    upper_bounds: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, upper_bounds: _Optional[_Iterable[float]] = ..., counts: _Optional[_Iterable[int]] = ..., sum: _Optional[float] = ...) -> None: ...

class MetricSeries(_message.Message):
    __slots__ = ["histogram", "labels", "number"]
    class LabelsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    HISTOGRAM_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    histogram: MetricHistogram
    labels: _containers.ScalarMap[str, str]
    number: float
    def __init__(self, labels: _Optional[_Mapping[str, str]] = ..., number: _Optional[float] = ..., histogram: _Optional[_Union[MetricHistogram, _Mapping]] = ...) -> None: ...

class Metrics(_message.Message):
    __slots__ = ["families"]
    FAMILIES_FIELD_NUMBER: _ClassVar[int]
    families: _containers.RepeatedCompositeFieldContainer[MetricFamily]
    def __init__(self, families: _Optional[_Iterable[_Union[MetricFamily, _Mapping]]] = ...) -> None: ...

class OfferBatch(_message.Message):
    __slots__ = ["framework_id", "roles"]
    class AgentOffer(_message.Message):
        __slots__ = ["agent_id", "resources"]
        AGENT_ID_FIELD_NUMBER: _ClassVar[int]
        RESOURCES_FIELD_NUMBER: _ClassVar[int]
        agent_id: str
        resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
        def __init__(self, agent_id: _Optional[str] = ..., resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ...) -> None: ...
    class RoleOffers(_message.Message):
        __slots__ = ["agents", "role"]
        AGENTS_FIELD_NUMBER: _ClassVar[int]
        ROLE_FIELD_NUMBER: _ClassVar[int]
        agents: _containers.RepeatedCompositeFieldContainer[OfferBatch.AgentOffer]
        role: str
        def __init__(self, role: _Optional[str] = ..., agents: _Optional[_Iterable[_Union[OfferBatch.AgentOffer, _Mapping]]] = ...) -> None: ...
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    framework_id: str
    roles: _containers.RepeatedCompositeFieldContainer[OfferBatch.RoleOffers]
    def __init__(self, framework_id: _Optional[str] = ..., roles: _Optional[_Iterable[_Union[OfferBatch.RoleOffers, _Mapping]]] = ...) -> None: ...

class Publication(_message.Message):
    __slots__ = ["ack", "cluster", "event", "heartbeat", "inverse_offers", "master", "metrics", "offers", "reject", "reply", "rescinds", "run", "sequence", "time_ns"]
    ACK_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    INVERSE_OFFERS_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    REJECT_FIELD_NUMBER: _ClassVar[int]
    REPLY_FIELD_NUMBER: _ClassVar[int]
    RESCINDS_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    ack: Ack
    cluster: str
    event: _event_pb2.Event
    heartbeat: Heartbeat
    inverse_offers: InverseOfferBatch
    master: str
    metrics: Metrics
    offers: OfferBatch
    reject: Reject
    reply: Reply
    rescinds: RescindBatch
    run: Run
    sequence: int
    time_ns: int
    def __init__(self, sequence: _Optional[int] = ..., cluster: _Optional[str] = ..., master: _Optional[str] = ..., time_ns: _Optional[int] = ..., offers: _Optional[_Union[OfferBatch, _Mapping]] = ..., inverse_offers: _Optional[_Union[InverseOfferBatch, _Mapping]] = ..., reply: _Optional[_Union[Reply, _Mapping]] = ..., ack: _Optional[_Union[Ack, _Mapping]] = ..., run: _Optional[_Union[Run, _Mapping]] = ..., heartbeat: _Optional[_Union[Heartbeat, _Mapping]] = ..., event: _Optional[_Union[_event_pb2.Event, _Mapping]] = ..., reject: _Optional[_Union[Reject, _Mapping]] = ..., rescinds: _Optional[_Union[RescindBatch, _Mapping]] = ..., metrics: _Optional[_Union[Metrics, _Mapping]] = ...) -> None: ...

class Reject(_message.Message):
    __slots__ = ["code", "prefix", "reason", "size"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    PREFIX_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    code: Error.Code
    prefix: bytes
    reason: str
    size: int
    def __init__(self, reason: _Optional[str] = ..., size: _Optional[int] = ..., prefix: _Optional[bytes] = ..., code: _Optional[_Union[Error.Code, str]] = ...) -> None: ...

class Reply(_message.Message):
    __slots__ = ["call", "error", "inverse_offer_statuses", "ok", "request_id", "sequence"]
    CALL_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    INVERSE_OFFER_STATUSES_FIELD_NUMBER: _ClassVar[int]
    OK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    call: str
    error: Error
    inverse_offer_statuses: InverseOfferStatuses
    ok: _empty_pb2.Empty
    request_id: str
    sequence: int
    def __init__(self, request_id: _Optional[str] = ..., sequence: _Optional[int] = ..., call: _Optional[str] = ..., ok: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., error: _Optional[_Union[Error, _Mapping]] = ..., inverse_offer_statuses: _Optional[_Union[InverseOfferStatuses, _Mapping]] = ...) -> None: ...

class RescindBatch(_message.Message):
    __slots__ = ["framework_id", "rescinded", "roles"]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    RESCINDED_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    framework_id: str
    rescinded: int
    roles: _containers.RepeatedCompositeFieldContainer[OfferBatch.RoleOffers]
    def __init__(self, framework_id: _Optional[str] = ..., roles: _Optional[_Iterable[_Union[OfferBatch.RoleOffers, _Mapping]]] = ..., rescinded: _Optional[int] = ...) -> None: ...

class Run(_message.Message):
    __slots__ = ["agents", "available_headroom", "duration_ns", "frameworks", "held_back", "inverse_offers", "number", "offers", "required_headroom"]
    class AvailableHeadroomEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class HeldBackEntry(_message.Message):
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
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_HEADROOM_FIELD_NUMBER: _ClassVar[int]
    DURATION_NS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORKS_FIELD_NUMBER: _ClassVar[int]
    HELD_BACK_FIELD_NUMBER: _ClassVar[int]
    INVERSE_OFFERS_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_HEADROOM_FIELD_NUMBER: _ClassVar[int]
    agents: int
    available_headroom: _containers.ScalarMap[str, float]
    duration_ns: int
    frameworks: int
    held_back: _containers.ScalarMap[str, float]
    inverse_offers: int
    number: int
    offers: int
    required_headroom: _containers.ScalarMap[str, float]
    def __init__(self, number: _Optional[int] = ..., agents: _Optional[int] = ..., offers: _Optional[int] = ..., inverse_offers: _Optional[int] = ..., frameworks: _Optional[int] = ..., duration_ns: _Optional[int] = ..., required_headroom: _Optional[_Mapping[str, float]] = ..., available_headroom: _Optional[_Mapping[str, float]] = ..., held_back: _Optional[_Mapping[str, float]] = ...) -> None: ...
