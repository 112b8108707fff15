from google.protobuf import duration_pb2 as _duration_pb2
from quartermaster.wire import event_pb2 as _event_pb2
from quartermaster.wire import publication_pb2 as _publication_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ShareChange(_message.Message):
    __slots__ = ["after", "before", "framework_id", "role"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    after: float
    before: float
    framework_id: str
    role: str
    def __init__(self, role: _Optional[str] = ..., framework_id: _Optional[str] = ..., before: _Optional[float] = ..., after: _Optional[float] = ...) -> None: ...

class SupposedRun(_message.Message):
    __slots__ = ["inverse_offers", "offers", "run", "time_ns"]
    INVERSE_OFFERS_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    inverse_offers: _containers.RepeatedCompositeFieldContainer[_publication_pb2.InverseOfferBatch]
    offers: _containers.RepeatedCompositeFieldContainer[_publication_pb2.OfferBatch]
    run: _publication_pb2.Run
    time_ns: int
    def __init__(self, time_ns: _Optional[int] = ..., run: _Optional[_Union[_publication_pb2.Run, _Mapping]] = ..., offers: _Optional[_Iterable[_Union[_publication_pb2.OfferBatch, _Mapping]]] = ..., inverse_offers: _Optional[_Iterable[_Union[_publication_pb2.InverseOfferBatch, _Mapping]]] = ...) -> None: ...

class WhatIf(_message.Message):
    __slots__ = ["replies", "runs", "shares", "time_ns"]
    REPLIES_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    replies: _containers.RepeatedCompositeFieldContainer[_publication_pb2.Reply]
    runs: _containers.RepeatedCompositeFieldContainer[SupposedRun]
    shares: _containers.RepeatedCompositeFieldContainer[ShareChange]
    time_ns: int
    def __init__(self, replies: _Optional[_Iterable[_Union[_publication_pb2.Reply, _Mapping]]] = ..., runs: _Optional[_Iterable[_Union[SupposedRun, _Mapping]]] = ..., shares: _Optional[_Iterable[_Union[ShareChange, _Mapping]]] = ..., time_ns: _Optional[int] = ...) -> None: ...

class WhatIfQuery(_message.Message):
    __slots__ = ["advance", "cluster", "events"]
    ADVANCE_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    advance: _duration_pb2.Duration
    cluster: str
    events: _containers.RepeatedCompositeFieldContainer[_event_pb2.Event]
    def __init__(self, cluster: _Optional[str] = ..., events: _Optional[_Iterable[_Union[_event_pb2.Event, _Mapping]]] = ..., advance: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...
