/// What a file can say of a policy. The keys are the fields of the wire's `Initialize` where there is one.
enum PolicySetting: String, CaseIterable {
    case roleSorter = "role_sorter"
    case frameworkSorter = "framework_sorter"
    case agentOrder = "agent_order"
    case allocationInterval = "allocation_interval"
    case seed
    case fairnessExcludeResourceNames = "fairness_exclude_resource_names"
    case minimumAllocatableResources = "min_allocatable_resources"
    case refuseSeconds = "refuse_seconds"
    case weights
    case quotas
}
