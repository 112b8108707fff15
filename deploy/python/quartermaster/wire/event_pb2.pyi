from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from quartermaster.wire.mesos import constraints_pb2 as _constraints_pb2
from quartermaster.wire.mesos import filters_pb2 as _filters_pb2
from quartermaster.wire.mesos import infos_pb2 as _infos_pb2
from quartermaster.wire.mesos import operations_pb2 as _operations_pb2
from quartermaster.wire.mesos import resources_pb2 as _resources_pb2
from quartermaster.wire.mesos import values_pb2 as _values_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AddAgent(_message.Message):
    __slots__ = ["agent", "capabilities", "total", "unavailability", "used"]
    class UsedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: ResourceList
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[ResourceList, _Mapping]] = ...) -> None: ...
    AGENT_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABILITY_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    agent: _infos_pb2.AgentInfo
    capabilities: _containers.RepeatedCompositeFieldContainer[_infos_pb2.AgentInfo.Capability]
    total: ResourceList
    unavailability: _values_pb2.Unavailability
    used: _containers.MessageMap[str, ResourceList]
    def __init__(self, agent: _Optional[_Union[_infos_pb2.AgentInfo, _Mapping]] = ..., capabilities: _Optional[_Iterable[_Union[_infos_pb2.AgentInfo.Capability, _Mapping]]] = ..., unavailability: _Optional[_Union[_values_pb2.Unavailability, _Mapping]] = ..., total: _Optional[_Union[ResourceList, _Mapping]] = ..., used: _Optional[_Mapping[str, ResourceList]] = ...) -> None: ...

class AddFramework(_message.Message):
    __slots__ = ["active", "framework", "options", "used"]
    class UsedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: ResourceList
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[ResourceList, _Mapping]] = ...) -> None: ...
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    active: bool
    framework: _infos_pb2.FrameworkInfo
    options: FrameworkOptions
    used: _containers.MessageMap[str, ResourceList]
    def __init__(self, framework: _Optional[_Union[_infos_pb2.FrameworkInfo, _Mapping]] = ..., used: _Optional[_Mapping[str, ResourceList]] = ..., active: bool = ..., options: _Optional[_Union[FrameworkOptions, _Mapping]] = ...) -> None: ...

class AddResourceProvider(_message.Message):
    __slots__ = ["agent_id", "total", "used"]
    class UsedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: ResourceList
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[ResourceList, _Mapping]] = ...) -> None: ...
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    total: ResourceList
    used: _containers.MessageMap[str, ResourceList]
    def __init__(self, agent_id: _Optional[str] = ..., total: _Optional[_Union[ResourceList, _Mapping]] = ..., used: _Optional[_Mapping[str, ResourceList]] = ...) -> None: ...

class Advance(_message.Message):
    __slots__ = ["duration"]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    duration: _duration_pb2.Duration
    def __init__(self, duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class AgentCapabilities(_message.Message):
    __slots__ = ["capabilities"]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    capabilities: _containers.RepeatedCompositeFieldContainer[_infos_pb2.AgentInfo.Capability]
    def __init__(self, capabilities: _Optional[_Iterable[_Union[_infos_pb2.AgentInfo.Capability, _Mapping]]] = ...) -> None: ...

class AgentRef(_message.Message):
    __slots__ = ["agent_id"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    def __init__(self, agent_id: _Optional[str] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ["activate_agent", "activate_framework", "add_agent", "add_framework", "add_resource_provider", "advance", "cluster", "deactivate_agent", "deactivate_framework", "epoch", "get_inverse_offer_statuses", "heartbeat", "initialize", "master", "pause", "recover", "recover_resources", "remove_agent", "remove_framework", "request_id", "request_resources", "resume", "revive_offers", "sequence", "suppress_offers", "transition_offered_to_allocated", "update_agent", "update_allocation", "update_available", "update_framework", "update_inverse_offer", "update_quota", "update_unavailability", "update_weights", "update_whitelist"]
    ACTIVATE_AGENT_FIELD_NUMBER: _ClassVar[int]
    ACTIVATE_FRAMEWORK_FIELD_NUMBER: _ClassVar[int]
    ADD_AGENT_FIELD_NUMBER: _ClassVar[int]
    ADD_FRAMEWORK_FIELD_NUMBER: _ClassVar[int]
    ADD_RESOURCE_PROVIDER_FIELD_NUMBER: _ClassVar[int]
    ADVANCE_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    DEACTIVATE_AGENT_FIELD_NUMBER: _ClassVar[int]
    DEACTIVATE_FRAMEWORK_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    GET_INVERSE_OFFER_STATUSES_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    INITIALIZE_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    PAUSE_FIELD_NUMBER: _ClassVar[int]
    RECOVER_FIELD_NUMBER: _ClassVar[int]
    RECOVER_RESOURCES_FIELD_NUMBER: _ClassVar[int]
    REMOVE_AGENT_FIELD_NUMBER: _ClassVar[int]
    REMOVE_FRAMEWORK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_RESOURCES_FIELD_NUMBER: _ClassVar[int]
    RESUME_FIELD_NUMBER: _ClassVar[int]
    REVIVE_OFFERS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SUPPRESS_OFFERS_FIELD_NUMBER: _ClassVar[int]
    TRANSITION_OFFERED_TO_ALLOCATED_FIELD_NUMBER: _ClassVar[int]
    UPDATE_AGENT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_ALLOCATION_FIELD_NUMBER: _ClassVar[int]
    UPDATE_AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_FRAMEWORK_FIELD_NUMBER: _ClassVar[int]
    UPDATE_INVERSE_OFFER_FIELD_NUMBER: _ClassVar[int]
    UPDATE_QUOTA_FIELD_NUMBER: _ClassVar[int]
    UPDATE_UNAVAILABILITY_FIELD_NUMBER: _ClassVar[int]
    UPDATE_WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_WHITELIST_FIELD_NUMBER: _ClassVar[int]
    activate_agent: AgentRef
    activate_framework: FrameworkRef
    add_agent: AddAgent
    add_framework: AddFramework
    add_resource_provider: AddResourceProvider
    advance: Advance
    cluster: str
    deactivate_agent: AgentRef
    deactivate_framework: FrameworkRef
    epoch: int
    get_inverse_offer_statuses: _empty_pb2.Empty
    heartbeat: _empty_pb2.Empty
    initialize: Initialize
    master: str
    pause: _empty_pb2.Empty
    recover: Recover
    recover_resources: RecoverResources
    remove_agent: AgentRef
    remove_framework: FrameworkRef
    request_id: str
    request_resources: RequestResources
    resume: _empty_pb2.Empty
    revive_offers: FrameworkRoles
    sequence: int
    suppress_offers: FrameworkRoles
    transition_offered_to_allocated: TransitionOfferedToAllocated
    update_agent: UpdateAgent
    update_allocation: UpdateAllocation
    update_available: UpdateAvailable
    update_framework: UpdateFramework
    update_inverse_offer: UpdateInverseOffer
    update_quota: UpdateQuota
    update_unavailability: UpdateUnavailability
    update_weights: UpdateWeights
    update_whitelist: UpdateWhitelist
    def __init__(self, cluster: _Optional[str] = ..., master: _Optional[str] = ..., epoch: _Optional[int] = ..., sequence: _Optional[int] = ..., request_id: _Optional[str] = ..., initialize: _Optional[_Union[Initialize, _Mapping]] = ..., recover: _Optional[_Union[Recover, _Mapping]] = ..., add_framework: _Optional[_Union[AddFramework, _Mapping]] = ..., remove_framework: _Optional[_Union[FrameworkRef, _Mapping]] = ..., activate_framework: _Optional[_Union[FrameworkRef, _Mapping]] = ..., deactivate_framework: _Optional[_Union[FrameworkRef, _Mapping]] = ..., update_framework: _Optional[_Union[UpdateFramework, _Mapping]] = ..., add_agent: _Optional[_Union[AddAgent, _Mapping]] = ..., remove_agent: _Optional[_Union[AgentRef, _Mapping]] = ..., update_agent: _Optional[_Union[UpdateAgent, _Mapping]] = ..., add_resource_provider: _Optional[_Union[AddResourceProvider, _Mapping]] = ..., activate_agent: _Optional[_Union[AgentRef, _Mapping]] = ..., deactivate_agent: _Optional[_Union[AgentRef, _Mapping]] = ..., update_whitelist: _Optional[_Union[UpdateWhitelist, _Mapping]] = ..., request_resources: _Optional[_Union[RequestResources, _Mapping]] = ..., update_allocation: _Optional[_Union[UpdateAllocation, _Mapping]] = ..., update_available: _Optional[_Union[UpdateAvailable, _Mapping]] = ..., update_unavailability: _Optional[_Union[UpdateUnavailability, _Mapping]] = ..., update_inverse_offer: _Optional[_Union[UpdateInverseOffer, _Mapping]] = ..., get_inverse_offer_statuses: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., transition_offered_to_allocated: _Optional[_Union[TransitionOfferedToAllocated, _Mapping]] = ..., recover_resources: _Optional[_Union[RecoverResources, _Mapping]] = ..., suppress_offers: _Optional[_Union[FrameworkRoles, _Mapping]] = ..., revive_offers: _Optional[_Union[FrameworkRoles, _Mapping]] = ..., update_quota: _Optional[_Union[UpdateQuota, _Mapping]] = ..., update_weights: _Optional[_Union[UpdateWeights, _Mapping]] = ..., pause: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., resume: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., advance: _Optional[_Union[Advance, _Mapping]] = ..., heartbeat: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ...) -> None: ...

class FrameworkOptions(_message.Message):
    __slots__ = ["offer_constraints", "suppressed_roles"]
    OFFER_CONSTRAINTS_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_ROLES_FIELD_NUMBER: _ClassVar[int]
    offer_constraints: _constraints_pb2.OfferConstraints
    suppressed_roles: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, suppressed_roles: _Optional[_Iterable[str]] = ..., offer_constraints: _Optional[_Union[_constraints_pb2.OfferConstraints, _Mapping]] = ...) -> None: ...

class FrameworkRef(_message.Message):
    __slots__ = ["framework_id"]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    framework_id: str
    def __init__(self, framework_id: _Optional[str] = ...) -> None: ...

class FrameworkRoles(_message.Message):
    __slots__ = ["framework_id", "roles"]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    framework_id: str
    roles: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, framework_id: _Optional[str] = ..., roles: _Optional[_Iterable[str]] = ...) -> None: ...

class Initialize(_message.Message):
    __slots__ = ["agent_order", "agent_recovery_factor", "allocation_interval", "allocator", "charge_reservations", "domain", "fairness_exclude_resource_names", "filter_gpu_resources", "framework_sorter", "guarantee_larger_disks", "guarantee_whole_agents", "max_completed_frameworks", "min_allocatable_resources", "offer_timeout", "placement", "publish_per_framework_metrics", "quota_scope", "reallocation_delay", "recovery_timeout", "regex_max_memory_bytes", "regex_max_program_size", "requests", "reset", "role_sorter", "seed"]
    class AgentOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Placement(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class QuotaScope(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Requests(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    AGENT_ORDER_FIELD_NUMBER: _ClassVar[int]
    AGENT_RECOVERY_FACTOR_FIELD_NUMBER: _ClassVar[int]
    ALLOCATION_INTERVAL_FIELD_NUMBER: _ClassVar[int]
    ALLOCATOR_FIELD_NUMBER: _ClassVar[int]
    BY_ID: Initialize.AgentOrder
    CHARGE_RESERVATIONS_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_FIELD_NUMBER: _ClassVar[int]
    FAIRNESS_EXCLUDE_RESOURCE_NAMES_FIELD_NUMBER: _ClassVar[int]
    FILTER_GPU_RESOURCES_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_SORTER_FIELD_NUMBER: _ClassVar[int]
    GUARANTEE_LARGER_DISKS_FIELD_NUMBER: _ClassVar[int]
    GUARANTEE_WHOLE_AGENTS_FIELD_NUMBER: _ClassVar[int]
    HONORED: Initialize.Requests
    IGNORED: Initialize.Requests
    MAX_COMPLETED_FRAMEWORKS_FIELD_NUMBER: _ClassVar[int]
    MIN_ALLOCATABLE_RESOURCES_FIELD_NUMBER: _ClassVar[int]
    NESTED: Initialize.QuotaScope
    OFFER_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    PACK: Initialize.Placement
    PLACEMENT_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_PER_FRAMEWORK_METRICS_FIELD_NUMBER: _ClassVar[int]
    QUOTA_SCOPE_FIELD_NUMBER: _ClassVar[int]
    REALLOCATION_DELAY_FIELD_NUMBER: _ClassVar[int]
    RECOVERY_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    REGEX_MAX_MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    REGEX_MAX_PROGRAM_SIZE_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    ROLE_SORTER_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    SHUFFLED: Initialize.AgentOrder
    SPREAD: Initialize.Placement
    TOP_LEVEL: Initialize.QuotaScope
    agent_order: Initialize.AgentOrder
    agent_recovery_factor: float
    allocation_interval: _duration_pb2.Duration
    allocator: str
    charge_reservations: bool
    domain: _values_pb2.DomainInfo
    fairness_exclude_resource_names: _containers.RepeatedScalarFieldContainer[str]
    filter_gpu_resources: bool
    framework_sorter: str
    guarantee_larger_disks: bool
    guarantee_whole_agents: bool
    max_completed_frameworks: int
    min_allocatable_resources: _containers.RepeatedCompositeFieldContainer[_filters_pb2.OfferFilters.ResourceQuantities]
    offer_timeout: _duration_pb2.Duration
    placement: Initialize.Placement
    publish_per_framework_metrics: bool
    quota_scope: Initialize.QuotaScope
    reallocation_delay: _duration_pb2.Duration
    recovery_timeout: _duration_pb2.Duration
    regex_max_memory_bytes: int
    regex_max_program_size: int
    requests: Initialize.Requests
    reset: bool
    role_sorter: str
    seed: int
    def __init__(self, allocation_interval: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., fairness_exclude_resource_names: _Optional[_Iterable[str]] = ..., filter_gpu_resources: bool = ..., domain: _Optional[_Union[_values_pb2.DomainInfo, _Mapping]] = ..., min_allocatable_resources: _Optional[_Iterable[_Union[_filters_pb2.OfferFilters.ResourceQuantities, _Mapping]]] = ..., max_completed_frameworks: _Optional[int] = ..., publish_per_framework_metrics: bool = ..., recovery_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., agent_recovery_factor: _Optional[float] = ..., allocator: _Optional[str] = ..., role_sorter: _Optional[str] = ..., framework_sorter: _Optional[str] = ..., agent_order: _Optional[_Union[Initialize.AgentOrder, str]] = ..., seed: _Optional[int] = ..., reset: bool = ..., regex_max_program_size: _Optional[int] = ..., regex_max_memory_bytes: _Optional[int] = ..., offer_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., quota_scope: _Optional[_Union[Initialize.QuotaScope, str]] = ..., charge_reservations: bool = ..., reallocation_delay: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., requests: _Optional[_Union[Initialize.Requests, str]] = ..., placement: _Optional[_Union[Initialize.Placement, str]] = ..., guarantee_whole_agents: bool = ..., guarantee_larger_disks: bool = ...) -> None: ...

class Recover(_message.Message):
    __slots__ = ["expected_agent_count", "quotas"]
    EXPECTED_AGENT_COUNT_FIELD_NUMBER: _ClassVar[int]
    QUOTAS_FIELD_NUMBER: _ClassVar[int]
    expected_agent_count: int
    quotas: _containers.RepeatedCompositeFieldContainer[_filters_pb2.QuotaConfig]
    def __init__(self, expected_agent_count: _Optional[int] = ..., quotas: _Optional[_Iterable[_Union[_filters_pb2.QuotaConfig, _Mapping]]] = ...) -> None: ...

class RecoverResources(_message.Message):
    __slots__ = ["agent_id", "filters", "framework_id", "is_allocated", "resources"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    IS_ALLOCATED_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    filters: _filters_pb2.Filters
    framework_id: str
    is_allocated: bool
    resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
    def __init__(self, framework_id: _Optional[str] = ..., agent_id: _Optional[str] = ..., resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ..., filters: _Optional[_Union[_filters_pb2.Filters, _Mapping]] = ..., is_allocated: bool = ...) -> None: ...

class RequestResources(_message.Message):
    __slots__ = ["framework_id", "requests"]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    framework_id: str
    requests: _containers.RepeatedCompositeFieldContainer[_filters_pb2.Request]
    def __init__(self, framework_id: _Optional[str] = ..., requests: _Optional[_Iterable[_Union[_filters_pb2.Request, _Mapping]]] = ...) -> None: ...

class ResourceList(_message.Message):
    __slots__ = ["resources"]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
    def __init__(self, resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ...) -> None: ...

class StringList(_message.Message):
    __slots__ = ["values"]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, values: _Optional[_Iterable[str]] = ...) -> None: ...

class TransitionOfferedToAllocated(_message.Message):
    __slots__ = ["agent_id", "framework_id", "resources"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    framework_id: str
    resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
    def __init__(self, agent_id: _Optional[str] = ..., resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ..., framework_id: _Optional[str] = ...) -> None: ...

class UnavailableResources(_message.Message):
    __slots__ = ["resources", "unavailability"]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABILITY_FIELD_NUMBER: _ClassVar[int]
    resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
    unavailability: _values_pb2.Unavailability
    def __init__(self, resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ..., unavailability: _Optional[_Union[_values_pb2.Unavailability, _Mapping]] = ...) -> None: ...

class UpdateAgent(_message.Message):
    __slots__ = ["agent", "capabilities", "total"]
    AGENT_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    agent: _infos_pb2.AgentInfo
    capabilities: AgentCapabilities
    total: ResourceList
    def __init__(self, agent: _Optional[_Union[_infos_pb2.AgentInfo, _Mapping]] = ..., total: _Optional[_Union[ResourceList, _Mapping]] = ..., capabilities: _Optional[_Union[AgentCapabilities, _Mapping]] = ...) -> None: ...

class UpdateAllocation(_message.Message):
    __slots__ = ["agent_id", "conversions", "framework_id", "offered_resources", "operations"]
    class ResourceConversion(_message.Message):
        __slots__ = ["consumed", "converted"]
        CONSUMED_FIELD_NUMBER: _ClassVar[int]
        CONVERTED_FIELD_NUMBER: _ClassVar[int]
        consumed: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
        converted: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
        def __init__(self, consumed: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ..., converted: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ...) -> None: ...
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    CONVERSIONS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERED_RESOURCES_FIELD_NUMBER: _ClassVar[int]
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    conversions: _containers.RepeatedCompositeFieldContainer[UpdateAllocation.ResourceConversion]
    framework_id: str
    offered_resources: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Resource]
    operations: _containers.RepeatedCompositeFieldContainer[_operations_pb2.Offer.Operation]
    def __init__(self, framework_id: _Optional[str] = ..., agent_id: _Optional[str] = ..., offered_resources: _Optional[_Iterable[_Union[_resources_pb2.Resource, _Mapping]]] = ..., conversions: _Optional[_Iterable[_Union[UpdateAllocation.ResourceConversion, _Mapping]]] = ..., operations: _Optional[_Iterable[_Union[_operations_pb2.Offer.Operation, _Mapping]]] = ...) -> None: ...

class UpdateAvailable(_message.Message):
    __slots__ = ["agent_id", "operations"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    operations: _containers.RepeatedCompositeFieldContainer[_operations_pb2.Offer.Operation]
    def __init__(self, agent_id: _Optional[str] = ..., operations: _Optional[_Iterable[_Union[_operations_pb2.Offer.Operation, _Mapping]]] = ...) -> None: ...

class UpdateFramework(_message.Message):
    __slots__ = ["framework", "options"]
    FRAMEWORK_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    framework: _infos_pb2.FrameworkInfo
    options: FrameworkOptions
    def __init__(self, framework: _Optional[_Union[_infos_pb2.FrameworkInfo, _Mapping]] = ..., options: _Optional[_Union[FrameworkOptions, _Mapping]] = ...) -> None: ...

class UpdateInverseOffer(_message.Message):
    __slots__ = ["agent_id", "filters", "framework_id", "status", "unavailable_resources"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_RESOURCES_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    filters: _filters_pb2.Filters
    framework_id: str
    status: _operations_pb2.InverseOfferStatus
    unavailable_resources: UnavailableResources
    def __init__(self, agent_id: _Optional[str] = ..., framework_id: _Optional[str] = ..., unavailable_resources: _Optional[_Union[UnavailableResources, _Mapping]] = ..., status: _Optional[_Union[_operations_pb2.InverseOfferStatus, _Mapping]] = ..., filters: _Optional[_Union[_filters_pb2.Filters, _Mapping]] = ...) -> None: ...

class UpdateQuota(_message.Message):
    __slots__ = ["quota"]
    QUOTA_FIELD_NUMBER: _ClassVar[int]
    quota: _filters_pb2.QuotaConfig
    def __init__(self, quota: _Optional[_Union[_filters_pb2.QuotaConfig, _Mapping]] = ...) -> None: ...

class UpdateUnavailability(_message.Message):
    __slots__ = ["agent_id", "unavailability"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABILITY_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    unavailability: _values_pb2.Unavailability
    def __init__(self, agent_id: _Optional[str] = ..., unavailability: _Optional[_Union[_values_pb2.Unavailability, _Mapping]] = ...) -> None: ...

class UpdateWeights(_message.Message):
    __slots__ = ["weights"]
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    weights: _containers.RepeatedCompositeFieldContainer[_filters_pb2.WeightInfo]
    def __init__(self, weights: _Optional[_Iterable[_Union[_filters_pb2.WeightInfo, _Mapping]]] = ...) -> None: ...

class UpdateWhitelist(_message.Message):
    __slots__ = ["hostnames"]
    HOSTNAMES_FIELD_NUMBER: _ClassVar[int]
    hostnames: StringList
    def __init__(self, hostnames: _Optional[_Union[StringList, _Mapping]] = ...) -> None: ...
