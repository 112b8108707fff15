from google.protobuf import empty_pb2 as _empty_pb2
from quartermaster.wire import explanation_pb2 as _explanation_pb2
from quartermaster.wire import history_pb2 as _history_pb2
from quartermaster.wire import publication_pb2 as _publication_pb2
from quartermaster.wire import state_view_pb2 as _state_view_pb2
from quartermaster.wire import supposition_pb2 as _supposition_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Answer(_message.Message):
    __slots__ = ["digest", "error", "explanation", "forgotten_master", "history", "metrics", "outstanding", "pong", "replayed", "request_id", "state", "what_if"]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    FORGOTTEN_MASTER_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_FIELD_NUMBER: _ClassVar[int]
    PONG_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    WHAT_IF_FIELD_NUMBER: _ClassVar[int]
    digest: Digest
    error: _publication_pb2.Error
    explanation: _explanation_pb2.Explanation
    forgotten_master: ForgottenMaster
    history: _history_pb2.History
    metrics: _publication_pb2.Metrics
    outstanding: Outstanding
    pong: Pong
    replayed: Replayed
    request_id: str
    state: _state_view_pb2.State
    what_if: _supposition_pb2.WhatIf
    def __init__(self, request_id: _Optional[str] = ..., error: _Optional[_Union[_publication_pb2.Error, _Mapping]] = ..., pong: _Optional[_Union[Pong, _Mapping]] = ..., digest: _Optional[_Union[Digest, _Mapping]] = ..., replayed: _Optional[_Union[Replayed, _Mapping]] = ..., outstanding: _Optional[_Union[Outstanding, _Mapping]] = ..., state: _Optional[_Union[_state_view_pb2.State, _Mapping]] = ..., explanation: _Optional[_Union[_explanation_pb2.Explanation, _Mapping]] = ..., what_if: _Optional[_Union[_supposition_pb2.WhatIf, _Mapping]] = ..., history: _Optional[_Union[_history_pb2.History, _Mapping]] = ..., metrics: _Optional[_Union[_publication_pb2.Metrics, _Mapping]] = ..., forgotten_master: _Optional[_Union[ForgottenMaster, _Mapping]] = ...) -> None: ...

class Digest(_message.Message):
    __slots__ = ["digest", "events", "runs", "time_ns"]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    digest: str
    events: int
    runs: int
    time_ns: int
    def __init__(self, digest: _Optional[str] = ..., events: _Optional[int] = ..., time_ns: _Optional[int] = ..., runs: _Optional[int] = ...) -> None: ...

class DigestQuery(_message.Message):
    __slots__ = ["cluster"]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    cluster: str
    def __init__(self, cluster: _Optional[str] = ...) -> None: ...

class ForgetMasterQuery(_message.Message):
    __slots__ = ["cluster", "force", "master"]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    cluster: str
    force: bool
    master: str
    def __init__(self, cluster: _Optional[str] = ..., master: _Optional[str] = ..., force: bool = ...) -> None: ...

class ForgottenMaster(_message.Message):
    __slots__ = ["applied_sequence", "epoch"]
    APPLIED_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    applied_sequence: int
    epoch: int
    def __init__(self, epoch: _Optional[int] = ..., applied_sequence: _Optional[int] = ...) -> None: ...

class Outstanding(_message.Message):
    __slots__ = ["applied_sequence", "epoch", "inverse_offers", "inverse_offers_sequence", "last", "offers", "offers_sequence", "rescinds_sequence", "time_ns"]
    APPLIED_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    INVERSE_OFFERS_FIELD_NUMBER: _ClassVar[int]
    INVERSE_OFFERS_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    OFFERS_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    RESCINDS_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    applied_sequence: int
    epoch: int
    inverse_offers: _containers.RepeatedCompositeFieldContainer[_publication_pb2.InverseOfferBatch]
    inverse_offers_sequence: int
    last: str
    offers: _containers.RepeatedCompositeFieldContainer[_publication_pb2.OfferBatch]
    offers_sequence: int
    rescinds_sequence: int
    time_ns: int
    def __init__(self, offers: _Optional[_Iterable[_Union[_publication_pb2.OfferBatch, _Mapping]]] = ..., inverse_offers: _Optional[_Iterable[_Union[_publication_pb2.InverseOfferBatch, _Mapping]]] = ..., offers_sequence: _Optional[int] = ..., inverse_offers_sequence: _Optional[int] = ..., rescinds_sequence: _Optional[int] = ..., time_ns: _Optional[int] = ..., epoch: _Optional[int] = ..., applied_sequence: _Optional[int] = ..., last: _Optional[str] = ...) -> None: ...

class OutstandingQuery(_message.Message):
    __slots__ = ["after", "cluster", "master"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    after: str
    cluster: str
    master: str
    def __init__(self, cluster: _Optional[str] = ..., master: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class Pong(_message.Message):
    __slots__ = ["uptime_ns", "version", "worker"]
    UPTIME_NS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKER_FIELD_NUMBER: _ClassVar[int]
    uptime_ns: int
    version: str
    worker: str
    def __init__(self, worker: _Optional[str] = ..., version: _Optional[str] = ..., uptime_ns: _Optional[int] = ...) -> None: ...

class Query(_message.Message):
    __slots__ = ["digest", "explain", "forget_master", "history", "metrics", "outstanding", "ping", "replay", "request_id", "state", "what_if"]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    EXPLAIN_FIELD_NUMBER: _ClassVar[int]
    FORGET_MASTER_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_FIELD_NUMBER: _ClassVar[int]
    PING_FIELD_NUMBER: _ClassVar[int]
    REPLAY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    WHAT_IF_FIELD_NUMBER: _ClassVar[int]
    digest: DigestQuery
    explain: _explanation_pb2.ExplainQuery
    forget_master: ForgetMasterQuery
    history: _history_pb2.HistoryQuery
    metrics: _empty_pb2.Empty
    outstanding: OutstandingQuery
    ping: _empty_pb2.Empty
    replay: ReplayQuery
    request_id: str
    state: _state_view_pb2.StateQuery
    what_if: _supposition_pb2.WhatIfQuery
    def __init__(self, request_id: _Optional[str] = ..., ping: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., digest: _Optional[_Union[DigestQuery, _Mapping]] = ..., replay: _Optional[_Union[ReplayQuery, _Mapping]] = ..., outstanding: _Optional[_Union[OutstandingQuery, _Mapping]] = ..., state: _Optional[_Union[_state_view_pb2.StateQuery, _Mapping]] = ..., explain: _Optional[_Union[_explanation_pb2.ExplainQuery, _Mapping]] = ..., what_if: _Optional[_Union[_supposition_pb2.WhatIfQuery, _Mapping]] = ..., history: _Optional[_Union[_history_pb2.HistoryQuery, _Mapping]] = ..., metrics: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., forget_master: _Optional[_Union[ForgetMasterQuery, _Mapping]] = ...) -> None: ...

class ReplayQuery(_message.Message):
    __slots__ = ["cluster", "from_sequence", "kind", "master"]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    FROM_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    cluster: str
    from_sequence: int
    kind: str
    master: str
    def __init__(self, cluster: _Optional[str] = ..., kind: _Optional[str] = ..., master: _Optional[str] = ..., from_sequence: _Optional[int] = ...) -> None: ...

class Replayed(_message.Message):
    __slots__ = ["newest", "oldest", "publications"]
    NEWEST_FIELD_NUMBER: _ClassVar[int]
    OLDEST_FIELD_NUMBER: _ClassVar[int]
    PUBLICATIONS_FIELD_NUMBER: _ClassVar[int]
    newest: int
    oldest: int
    publications: _containers.RepeatedCompositeFieldContainer[_publication_pb2.Publication]
    def __init__(self, publications: _Optional[_Iterable[_Union[_publication_pb2.Publication, _Mapping]]] = ..., oldest: _Optional[int] = ..., newest: _Optional[int] = ...) -> None: ...
