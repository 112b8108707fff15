from google.protobuf import empty_pb2 as _empty_pb2
from quartermaster.wire.mesos import constraints_pb2 as _constraints_pb2
from quartermaster.wire.mesos import infos_pb2 as _infos_pb2
from quartermaster.wire import state_view_pb2 as _state_view_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExplainQuery(_message.Message):
    __slots__ = ["after", "agent_id", "cluster", "framework_id", "role"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    after: str
    agent_id: str
    cluster: str
    framework_id: str
    role: str
    def __init__(self, cluster: _Optional[str] = ..., framework_id: _Optional[str] = ..., role: _Optional[str] = ..., agent_id: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class Explanation(_message.Message):
    __slots__ = ["agents", "framework_id", "groups", "last", "runs", "time_ns"]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    agents: int
    framework_id: str
    groups: _containers.RepeatedCompositeFieldContainer[ReasonGroup]
    last: str
    runs: int
    time_ns: int
    def __init__(self, framework_id: _Optional[str] = ..., time_ns: _Optional[int] = ..., runs: _Optional[int] = ..., agents: _Optional[int] = ..., groups: _Optional[_Iterable[_Union[ReasonGroup, _Mapping]]] = ..., last: _Optional[str] = ...) -> None: ...

class Reason(_message.Message):
    __slots__ = ["agent_deactivated", "agent_lacks", "agent_not_whitelisted", "at_limit", "behind", "below_minimum", "excluded_by_constraints", "framework_inactive", "framework_lacks", "held_back", "master_not_listening", "not_subscribed", "nothing_available", "offered", "paused", "refused", "reserved_for_others", "sum_exhausted", "suppressed", "too_many_ahead"]
    class AgentCapabilities(_message.Message):
        __slots__ = ["capabilities"]
        CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
        capabilities: _containers.RepeatedScalarFieldContainer[_infos_pb2.AgentInfo.Capability.Type]
        def __init__(self, capabilities: _Optional[_Iterable[_Union[_infos_pb2.AgentInfo.Capability.Type, str]]] = ...) -> None: ...
    class Constraints(_message.Message):
        __slots__ = ["failing"]
        FAILING_FIELD_NUMBER: _ClassVar[int]
        failing: _containers.RepeatedCompositeFieldContainer[_constraints_pb2.AttributeConstraint]
        def __init__(self, failing: _Optional[_Iterable[_Union[_constraints_pb2.AttributeConstraint, _Mapping]]] = ...) -> None: ...
    class Contest(_message.Message):
        __slots__ = ["first", "framework_id", "precedence", "role", "second"]
        class Precedence(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = []
        class Contender(_message.Message):
            __slots__ = ["allocations", "name", "weighted_share"]
            ALLOCATIONS_FIELD_NUMBER: _ClassVar[int]
            NAME_FIELD_NUMBER: _ClassVar[int]
            WEIGHTED_SHARE_FIELD_NUMBER: _ClassVar[int]
            allocations: int
            name: str
            weighted_share: float
            def __init__(self, name: _Optional[str] = ..., weighted_share: _Optional[float] = ..., allocations: _Optional[int] = ...) -> None: ...
        FIRST_FIELD_NUMBER: _ClassVar[int]
        FRAMEWORK_ID_FIELD_NUMBER: _ClassVar[int]
        GUARANTEE: Reason.Contest.Precedence
        LOT: Reason.Contest.Precedence
        PRECEDENCE_FIELD_NUMBER: _ClassVar[int]
        ROLE_FIELD_NUMBER: _ClassVar[int]
        SECOND_FIELD_NUMBER: _ClassVar[int]
        SHARE: Reason.Contest.Precedence
        first: Reason.Contest.Contender
        framework_id: str
        precedence: Reason.Contest.Precedence
        role: str
        second: Reason.Contest.Contender
        def __init__(self, precedence: _Optional[_Union[Reason.Contest.Precedence, str]] = ..., framework_id: _Optional[str] = ..., role: _Optional[str] = ..., first: _Optional[_Union[Reason.Contest.Contender, _Mapping]] = ..., second: _Optional[_Union[Reason.Contest.Contender, _Mapping]] = ...) -> None: ...
    class FrameworkCapabilities(_message.Message):
        __slots__ = ["capabilities"]
        CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
        capabilities: _containers.RepeatedScalarFieldContainer[_infos_pb2.FrameworkInfo.Capability.Type]
        def __init__(self, capabilities: _Optional[_Iterable[_Union[_infos_pb2.FrameworkInfo.Capability.Type, str]]] = ...) -> None: ...
    class Headroom(_message.Message):
        __slots__ = ["available", "required", "roles"]
        class AvailableEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        class RequiredEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        AVAILABLE_FIELD_NUMBER: _ClassVar[int]
        REQUIRED_FIELD_NUMBER: _ClassVar[int]
        ROLES_FIELD_NUMBER: _ClassVar[int]
        available: _containers.ScalarMap[str, float]
        required: _containers.ScalarMap[str, float]
        roles: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, roles: _Optional[_Iterable[str]] = ..., required: _Optional[_Mapping[str, float]] = ..., available: _Optional[_Mapping[str, float]] = ...) -> None: ...
    class Holders(_message.Message):
        __slots__ = ["holders"]
        HOLDERS_FIELD_NUMBER: _ClassVar[int]
        holders: _containers.RepeatedCompositeFieldContainer[_state_view_pb2.Holder]
        def __init__(self, holders: _Optional[_Iterable[_Union[_state_view_pb2.Holder, _Mapping]]] = ...) -> None: ...
    class Limit(_message.Message):
        __slots__ = ["consumed", "guaranteed", "limits", "role"]
        class ConsumedEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        class GuaranteedEntry(_message.Message):
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
        CONSUMED_FIELD_NUMBER: _ClassVar[int]
        GUARANTEED_FIELD_NUMBER: _ClassVar[int]
        LIMITS_FIELD_NUMBER: _ClassVar[int]
        ROLE_FIELD_NUMBER: _ClassVar[int]
        consumed: _containers.ScalarMap[str, float]
        guaranteed: _containers.ScalarMap[str, float]
        limits: _containers.ScalarMap[str, float]
        role: str
        def __init__(self, role: _Optional[str] = ..., limits: _Optional[_Mapping[str, float]] = ..., consumed: _Optional[_Mapping[str, float]] = ..., guaranteed: _Optional[_Mapping[str, float]] = ...) -> None: ...
    class MasterNotListening(_message.Message):
        __slots__ = ["master"]
        MASTER_FIELD_NUMBER: _ClassVar[int]
        master: str
        def __init__(self, master: _Optional[str] = ...) -> None: ...
    class Minimum(_message.Message):
        __slots__ = ["available", "minimums"]
        class AvailableEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        class Quantities(_message.Message):
            __slots__ = ["quantities"]
            class QuantitiesEntry(_message.Message):
                __slots__ = ["key", "value"]
                KEY_FIELD_NUMBER: _ClassVar[int]
                VALUE_FIELD_NUMBER: _ClassVar[int]
                key: str
                value: float
                def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
            QUANTITIES_FIELD_NUMBER: _ClassVar[int]
            quantities: _containers.ScalarMap[str, float]
            def __init__(self, quantities: _Optional[_Mapping[str, float]] = ...) -> None: ...
        AVAILABLE_FIELD_NUMBER: _ClassVar[int]
        MINIMUMS_FIELD_NUMBER: _ClassVar[int]
        available: _containers.ScalarMap[str, float]
        minimums: _containers.RepeatedCompositeFieldContainer[Reason.Minimum.Quantities]
        def __init__(self, minimums: _Optional[_Iterable[_Union[Reason.Minimum.Quantities, _Mapping]]] = ..., available: _Optional[_Mapping[str, float]] = ...) -> None: ...
    class NotWhitelisted(_message.Message):
        __slots__ = ["hostname"]
        HOSTNAME_FIELD_NUMBER: _ClassVar[int]
        hostname: str
        def __init__(self, hostname: _Optional[str] = ...) -> None: ...
    class Offered(_message.Message):
        __slots__ = ["resources"]
        class ResourcesEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        RESOURCES_FIELD_NUMBER: _ClassVar[int]
        resources: _containers.ScalarMap[str, float]
        def __init__(self, resources: _Optional[_Mapping[str, float]] = ...) -> None: ...
    class Paused(_message.Message):
        __slots__ = ["expected_agents", "known_agents"]
        EXPECTED_AGENTS_FIELD_NUMBER: _ClassVar[int]
        KNOWN_AGENTS_FIELD_NUMBER: _ClassVar[int]
        expected_agents: int
        known_agents: int
        def __init__(self, known_agents: _Optional[int] = ..., expected_agents: _Optional[int] = ...) -> None: ...
    class Refused(_message.Message):
        __slots__ = ["declined", "earliest_end_ns", "latest_end_ns"]
        class DeclinedEntry(_message.Message):
            __slots__ = ["key", "value"]
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        DECLINED_FIELD_NUMBER: _ClassVar[int]
        EARLIEST_END_NS_FIELD_NUMBER: _ClassVar[int]
        LATEST_END_NS_FIELD_NUMBER: _ClassVar[int]
        declined: _containers.ScalarMap[str, float]
        earliest_end_ns: int
        latest_end_ns: int
        def __init__(self, earliest_end_ns: _Optional[int] = ..., latest_end_ns: _Optional[int] = ..., declined: _Optional[_Mapping[str, float]] = ...) -> None: ...
    class Roles(_message.Message):
        __slots__ = ["roles"]
        ROLES_FIELD_NUMBER: _ClassVar[int]
        roles: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, roles: _Optional[_Iterable[str]] = ...) -> None: ...
    class TooManyAhead(_message.Message):
        __slots__ = ["asked"]
        ASKED_FIELD_NUMBER: _ClassVar[int]
        asked: int
        def __init__(self, asked: _Optional[int] = ...) -> None: ...
    AGENT_DEACTIVATED_FIELD_NUMBER: _ClassVar[int]
    AGENT_LACKS_FIELD_NUMBER: _ClassVar[int]
    AGENT_NOT_WHITELISTED_FIELD_NUMBER: _ClassVar[int]
    AT_LIMIT_FIELD_NUMBER: _ClassVar[int]
    BEHIND_FIELD_NUMBER: _ClassVar[int]
    BELOW_MINIMUM_FIELD_NUMBER: _ClassVar[int]
    EXCLUDED_BY_CONSTRAINTS_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_INACTIVE_FIELD_NUMBER: _ClassVar[int]
    FRAMEWORK_LACKS_FIELD_NUMBER: _ClassVar[int]
    HELD_BACK_FIELD_NUMBER: _ClassVar[int]
    MASTER_NOT_LISTENING_FIELD_NUMBER: _ClassVar[int]
    NOTHING_AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    NOT_SUBSCRIBED_FIELD_NUMBER: _ClassVar[int]
    OFFERED_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    RESERVED_FOR_OTHERS_FIELD_NUMBER: _ClassVar[int]
    SUM_EXHAUSTED_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
    TOO_MANY_AHEAD_FIELD_NUMBER: _ClassVar[int]
    agent_deactivated: _empty_pb2.Empty
    agent_lacks: Reason.AgentCapabilities
    agent_not_whitelisted: Reason.NotWhitelisted
    at_limit: Reason.Limit
    behind: Reason.Contest
    below_minimum: Reason.Minimum
    excluded_by_constraints: Reason.Constraints
    framework_inactive: _empty_pb2.Empty
    framework_lacks: Reason.FrameworkCapabilities
    held_back: Reason.Headroom
    master_not_listening: Reason.MasterNotListening
    not_subscribed: _empty_pb2.Empty
    nothing_available: Reason.Holders
    offered: Reason.Offered
    paused: Reason.Paused
    refused: Reason.Refused
    reserved_for_others: Reason.Roles
    sum_exhausted: _empty_pb2.Empty
    suppressed: _empty_pb2.Empty
    too_many_ahead: Reason.TooManyAhead
    def __init__(self, paused: _Optional[_Union[Reason.Paused, _Mapping]] = ..., framework_inactive: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., master_not_listening: _Optional[_Union[Reason.MasterNotListening, _Mapping]] = ..., not_subscribed: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., suppressed: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., agent_deactivated: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., agent_not_whitelisted: _Optional[_Union[Reason.NotWhitelisted, _Mapping]] = ..., excluded_by_constraints: _Optional[_Union[Reason.Constraints, _Mapping]] = ..., framework_lacks: _Optional[_Union[Reason.FrameworkCapabilities, _Mapping]] = ..., agent_lacks: _Optional[_Union[Reason.AgentCapabilities, _Mapping]] = ..., nothing_available: _Optional[_Union[Reason.Holders, _Mapping]] = ..., reserved_for_others: _Optional[_Union[Reason.Roles, _Mapping]] = ..., below_minimum: _Optional[_Union[Reason.Minimum, _Mapping]] = ..., at_limit: _Optional[_Union[Reason.Limit, _Mapping]] = ..., held_back: _Optional[_Union[Reason.Headroom, _Mapping]] = ..., sum_exhausted: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., refused: _Optional[_Union[Reason.Refused, _Mapping]] = ..., behind: _Optional[_Union[Reason.Contest, _Mapping]] = ..., too_many_ahead: _Optional[_Union[Reason.TooManyAhead, _Mapping]] = ..., offered: _Optional[_Union[Reason.Offered, _Mapping]] = ...) -> None: ...

class ReasonGroup(_message.Message):
    __slots__ = ["agents", "examples", "reason", "role"]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    agents: int
    examples: _containers.RepeatedScalarFieldContainer[str]
    reason: Reason
    role: str
    def __init__(self, role: _Optional[str] = ..., agents: _Optional[int] = ..., examples: _Optional[_Iterable[str]] = ..., reason: _Optional[_Union[Reason, _Mapping]] = ...) -> None: ...
