from quartermaster.wire import publication_pb2 as _publication_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Given(_message.Message):
    __slots__ = ["agents", "framework_id", "resources", "role"]
    class ResourcesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    agents: int
    framework_id: str
    resources: _containers.ScalarMap[str, float]
    role: str
    def __init__(self, framework_id: _Optional[str] = ..., role: _Optional[str] = ..., agents: _Optional[int] = ..., resources: _Optional[_Mapping[str, float]] = ...) -> None: ...

class History(_message.Message):
    __slots__ = ["newest", "oldest", "runs"]
    NEWEST_FIELD_NUMBER: _ClassVar[int]
    OLDEST_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    newest: int
    oldest: int
    runs: _containers.RepeatedCompositeFieldContainer[PastRun]
    def __init__(self, runs: _Optional[_Iterable[_Union[PastRun, _Mapping]]] = ..., oldest: _Optional[int] = ..., newest: _Optional[int] = ...) -> None: ...

class HistoryQuery(_message.Message):
    __slots__ = ["cluster", "framework_id", "from_run", "role"]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_RUN_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    cluster: str
    framework_id: str
    from_run: int
    role: str
    def __init__(self, cluster: _Optional[str] = ..., from_run: _Optional[int] = ..., framework_id: _Optional[str] = ..., role: _Optional[str] = ...) -> None: ...

class PastRun(_message.Message):
    __slots__ = ["given", "given_left_out", "run", "time_ns"]
    GIVEN_FIELD_NUMBER: _ClassVar[int]
    GIVEN_LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    given: _containers.RepeatedCompositeFieldContainer[Given]
    given_left_out: int
    run: _publication_pb2.Run
    time_ns: int
    def __init__(self, time_ns: _Optional[int] = ..., run: _Optional[_Union[_publication_pb2.Run, _Mapping]] = ..., given: _Optional[_Iterable[_Union[Given, _Mapping]]] = ..., given_left_out: _Optional[int] = ...) -> None: ...
