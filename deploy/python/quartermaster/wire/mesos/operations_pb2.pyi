from quartermaster.wire.mesos import resources_pb2 as _resources_pb2
from quartermaster.wire.mesos import values_pb2 as _values_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class InverseOfferStatus(_message.Message):
    __slots__ = ["framework_id", "status", "timestamp"]
    class Status(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ACCEPT: InverseOfferStatus.Status
    DECLINE: InverseOfferStatus.Status
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN: InverseOfferStatus.Status
    UNSET: InverseOfferStatus.Status
    framework_id: _values_pb2.FrameworkID
    status: InverseOfferStatus.Status
    timestamp: _values_pb2.TimeInfo
    def __init__(self, status: _Optional[_Union[InverseOfferStatus.Status, str]] = ..., framework_id: _Optional[_Union[_values_pb2.FrameworkID, _Mapping]] = ..., timestamp: _Optional[_Union[_values_pb2.TimeInfo, _Mapping]] = ...) -> None: ...

class Offer(_message.Message):
    __slots__ = []
    class Operation(_message.Message):
        __slots__ = ["create", "create_disk", "destroy", "destroy_disk", "grow_volume", "id", "reserve", "shrink_volume", "type", "unreserve"]
        class Type(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = []
        class Create(_message.Message):
            __slots__ = ["volumes"]
            VOLUMES_FIELD_NUMBER: _ClassVar[int]
            volumes: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
            def __init__(self, volumes: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ...) -> None: ...
        class CreateDisk(_message.Message):
            __slots__ = ["source", "target_profile", "target_type"]
            SOURCE_FIELD_NUMBER: _ClassVar[int]
            TARGET_PROFILE_FIELD_NUMBER: _ClassVar[int]
            TARGET_TYPE_FIELD_NUMBER: _ClassVar[int]
            source: _resources_pb2.Resource
            target_profile: str
            target_type: _resources_pb2.Resource.DiskInfo.Source.Type
            def __init__(self, source: _Optional[_Union[_resources_pb2.Resource, _Mapping]] = ..., target_type: _Optional[_Union[_resources_pb2.Resource.DiskInfo.Source.Type, str]] = ..., target_profile: _Optional[str] = ...) -> None: ...
        class Destroy(_message.Message):
            __slots__ = ["volumes"]
            VOLUMES_FIELD_NUMBER: _ClassVar[int]
            volumes: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
            def __init__(self, volumes: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ...) -> None: ...
        class DestroyDisk(_message.Message):
            __slots__ = ["source"]
            SOURCE_FIELD_NUMBER: _ClassVar[int]
            source: _resources_pb2.Resource
            def __init__(self, source: _Optional[_Union[_resources_pb2.Resource, _Mapping]] = ...) -> None: ...
        class GrowVolume(_message.Message):
            __slots__ = ["addition", "volume"]
            ADDITION_FIELD_NUMBER: _ClassVar[int]
            VOLUME_FIELD_NUMBER: _ClassVar[int]
            addition: _resources_pb2.Resource
            volume: _resources_pb2.Resource
            def __init__(self, volume: _Optional[_Union[_resources_pb2.Resource, _Mapping]] = ..., addition: _Optional[_Union[_resources_pb2.Resource, _Mapping]] = ...) -> None: ...
        class Reserve(_message.Message):
            __slots__ = ["resources", "source"]
            RESOURCES_FIELD_NUMBER: _ClassVar[int]
            SOURCE_FIELD_NUMBER: _ClassVar[int]
            resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
            source: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
            def __init__(self, resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ..., source: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ...) -> None: ...
        class ShrinkVolume(_message.Message):
            __slots__ = ["subtract", "volume"]
            SUBTRACT_FIELD_NUMBER: _ClassVar[int]
            VOLUME_FIELD_NUMBER: _ClassVar[int]
            subtract: _values_pb2.Value.Scalar
            volume: _resources_pb2.Resource
            def __init__(self, volume: _Optional[_Union[_resources_pb2.Resource, _Mapping]] = ..., subtract: _Optional[_Union[_values_pb2.Value.Scalar, _Mapping]] = ...) -> None: ...
        class Unreserve(_message.Message):
            __slots__ = ["resources"]
            RESOURCES_FIELD_NUMBER: _ClassVar[int]
            resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
            def __init__(self, resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ...) -> None: ...
        CREATE: Offer.Operation.Type
        CREATE_DISK: Offer.Operation.Type
        CREATE_DISK_FIELD_NUMBER: _ClassVar[int]
        CREATE_FIELD_NUMBER: _ClassVar[int]
        DESTROY: Offer.Operation.Type
        DESTROY_DISK: Offer.Operation.Type
        DESTROY_DISK_FIELD_NUMBER: _ClassVar[int]
        DESTROY_FIELD_NUMBER: _ClassVar[int]
        GROW_VOLUME: Offer.Operation.Type
        GROW_VOLUME_FIELD_NUMBER: _ClassVar[int]
        ID_FIELD_NUMBER: _ClassVar[int]
        LAUNCH: Offer.Operation.Type
        LAUNCH_GROUP: Offer.Operation.Type
        RESERVE: Offer.Operation.Type
        RESERVE_FIELD_NUMBER: _ClassVar[int]
        SHRINK_VOLUME: Offer.Operation.Type
        SHRINK_VOLUME_FIELD_NUMBER: _ClassVar[int]
        TYPE_FIELD_NUMBER: _ClassVar[int]
        UNKNOWN: Offer.Operation.Type
        UNRESERVE: Offer.Operation.Type
        UNRESERVE_FIELD_NUMBER: _ClassVar[int]
        create: Offer.Operation.Create
        create_disk: Offer.Operation.CreateDisk
        destroy: Offer.Operation.Destroy
        destroy_disk: Offer.Operation.DestroyDisk
        grow_volume: Offer.Operation.GrowVolume
        id: _values_pb2.OperationID
        reserve: Offer.Operation.Reserve
        shrink_volume: Offer.Operation.ShrinkVolume
        type: Offer.Operation.Type
        unreserve: Offer.Operation.Unreserve
        def __init__(self, type: _Optional[_Union[Offer.Operation.Type, str]] = ..., reserve: _Optional[_Union[Offer.Operation.Reserve, _Mapping]] = ..., unreserve: _Optional[_Union[Offer.Operation.Unreserve, _Mapping]] = ..., create: _Optional[_Union[Offer.Operation.Create, _Mapping]] = ..., destroy: _Optional[_Union[Offer.Operation.Destroy, _Mapping]] = ..., id: _Optional[_Union[_values_pb2.OperationID, _Mapping]] = ..., grow_volume: _Optional[_Union[Offer.Operation.GrowVolume, _Mapping]] = ..., shrink_volume: _Optional[_Union[Offer.Operation.ShrinkVolume, _Mapping]] = ..., create_disk: _Optional[_Union[Offer.Operation.CreateDisk, _Mapping]] = ..., destroy_disk: _Optional[_Union[Offer.Operation.DestroyDisk, _Mapping]] = ...) -> None: ...
    def __init__(self) -> None: ...
