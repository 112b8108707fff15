from quartermaster.wire.mesos import values_pb2 as _values_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Resource(_message.Message):
    __slots__ = ["allocation_info", "disk", "name", "provider_id", "ranges", "reservation", "reservations", "revocable", "role", "scalar", "set", "shared", "type"]
    class AllocationInfo(_message.Message):
        __slots__ = ["role"]
        ROLE_FIELD_NUMBER: _ClassVar[int]
        role: str
        def __init__(self, role: _Optional[str] = ...) -> None: ...
    class DiskInfo(_message.Message):
        __slots__ = ["persistence", "source", "volume"]
        class Persistence(_message.Message):
            __slots__ = ["id", "principal"]
            ID_FIELD_NUMBER: _ClassVar[int]
            PRINCIPAL_FIELD_NUMBER: _ClassVar[int]
            id: str
            principal: str
            def __init__(self, id: _Optional[str] = ..., principal: _Optional[str] = ...) -> None: ...
        class Source(_message.Message):
            __slots__ = ["id", "metadata", "mount", "path", "profile", "type", "vendor"]
            class Type(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
                __slots__ = []
            class Mount(_message.Message):
                __slots__ = ["root"]
                ROOT_FIELD_NUMBER: _ClassVar[int]
                root: str
                def __init__(self, root: _Optional[str] = ...) -> None: ...
            class Path(_message.Message):
                __slots__ = ["root"]
                ROOT_FIELD_NUMBER: _ClassVar[int]
                root: str
                def __init__(self, root: _Optional[str] = ...) -> None: ...
            BLOCK: Resource.DiskInfo.Source.Type
            ID_FIELD_NUMBER: _ClassVar[int]
            METADATA_FIELD_NUMBER: _ClassVar[int]
            MOUNT: Resource.DiskInfo.Source.Type
            MOUNT_FIELD_NUMBER: _ClassVar[int]
            PATH: Resource.DiskInfo.Source.Type
            PATH_FIELD_NUMBER: _ClassVar[int]
            PROFILE_FIELD_NUMBER: _ClassVar[int]
            RAW: Resource.DiskInfo.Source.Type
            TYPE_FIELD_NUMBER: _ClassVar[int]
            UNKNOWN: Resource.DiskInfo.Source.Type
            VENDOR_FIELD_NUMBER: _ClassVar[int]
            id: str
            metadata: _values_pb2.Labels
            mount: Resource.DiskInfo.Source.Mount
            path: Resource.DiskInfo.Source.Path
            profile: str
            type: Resource.DiskInfo.Source.Type
            vendor: str
            def __init__(self, type: _Optional[_Union[Resource.DiskInfo.Source.Type, str]] = ..., path: _Optional[_Union[Resource.DiskInfo.Source.Path, _Mapping]] = ..., mount: _Optional[_Union[Resource.DiskInfo.Source.Mount, _Mapping]] = ..., id: _Optional[str] = ..., metadata: _Optional[_Union[_values_pb2.Labels, _Mapping]] = ..., profile: _Optional[str] = ..., vendor: _Optional[str] = ...) -> None: ...
        PERSISTENCE_FIELD_NUMBER: _ClassVar[int]
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        VOLUME_FIELD_NUMBER: _ClassVar[int]
        persistence: Resource.DiskInfo.Persistence
        source: Resource.DiskInfo.Source
        volume: Volume
        def __init__(self, persistence: _Optional[_Union[Resource.DiskInfo.Persistence, _Mapping]] = ..., volume: _Optional[_Union[Volume, _Mapping]] = ..., source: _Optional[_Union[Resource.DiskInfo.Source, _Mapping]] = ...) -> None: ...
    class ReservationInfo(_message.Message):
        __slots__ = ["labels", "principal", "role", "type"]
        class Type(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = []
        DYNAMIC: Resource.ReservationInfo.Type
        LABELS_FIELD_NUMBER: _ClassVar[int]
        PRINCIPAL_FIELD_NUMBER: _ClassVar[int]
        ROLE_FIELD_NUMBER: _ClassVar[int]
        STATIC: Resource.ReservationInfo.Type
        TYPE_FIELD_NUMBER: _ClassVar[int]
        UNKNOWN: Resource.ReservationInfo.Type
        labels: _values_pb2.Labels
        principal: str
        role: str
        type: Resource.ReservationInfo.Type
        def __init__(self, principal: _Optional[str] = ..., labels: _Optional[_Union[_values_pb2.Labels, _Mapping]] = ..., role: _Optional[str] = ..., type: _Optional[_Union[Resource.ReservationInfo.Type, str]] = ...) -> None: ...
    class RevocableInfo(_message.Message):
        __slots__ = []
        def __init__(self) -> None: ...
    class SharedInfo(_message.Message):
        __slots__ = []
        def __init__(self) -> None: ...
    ALLOCATION_INFO_FIELD_NUMBER: _ClassVar[int]
    DISK_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    RANGES_FIELD_NUMBER: _ClassVar[int]
    RESERVATIONS_FIELD_NUMBER: _ClassVar[int]
    RESERVATION_FIELD_NUMBER: _ClassVar[int]
    REVOCABLE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SCALAR_FIELD_NUMBER: _ClassVar[int]
    SET_FIELD_NUMBER: _ClassVar[int]
    SHARED_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    allocation_info: Resource.AllocationInfo
    disk: Resource.DiskInfo
    name: str
    provider_id: _values_pb2.ResourceProviderID
    ranges: _values_pb2.Value.Ranges
    reservation: Resource.ReservationInfo
    reservations: _containers.RepeatedCompositeFieldContainer[Resource.ReservationInfo]
    revocable: Resource.RevocableInfo
    role: str
    scalar: _values_pb2.Value.Scalar
    set: _values_pb2.Value.Set
    shared: Resource.SharedInfo
    type: _values_pb2.Value.Type
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[_values_pb2.Value.Type, str]] = ..., scalar: _Optional[_Union[_values_pb2.Value.Scalar, _Mapping]] = ..., ranges: _Optional[_Union[_values_pb2.Value.Ranges, _Mapping]] = ..., set: _Optional[_Union[_values_pb2.Value.Set, _Mapping]] = ..., role: _Optional[str] = ..., disk: _Optional[_Union[Resource.DiskInfo, _Mapping]] = ..., reservation: _Optional[_Union[Resource.ReservationInfo, _Mapping]] = ..., revocable: _Optional[_Union[Resource.RevocableInfo, _Mapping]] = ..., shared: _Optional[_Union[Resource.SharedInfo, _Mapping]] = ..., allocation_info: _Optional[_Union[Resource.AllocationInfo, _Mapping]] = ..., provider_id: _Optional[_Union[_values_pb2.ResourceProviderID, _Mapping]] = ..., reservations: _Optional[_Iterable[_Union[Resource.ReservationInfo, _Mapping]]] = ...) -> None: ...

class Volume(_message.Message):
    __slots__ = ["container_path", "host_path", "mode"]
    class Mode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    CONTAINER_PATH_FIELD_NUMBER: _ClassVar[int]
    HOST_PATH_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    RO: Volume.Mode
    RW: Volume.Mode
    UNSET: Volume.Mode
    container_path: str
    host_path: str
    mode: Volume.Mode
    def __init__(self, container_path: _Optional[str] = ..., host_path: _Optional[str] = ..., mode: _Optional[_Union[Volume.Mode, str]] = ...) -> None: ...
