extension [MesosOfferFilters.ResourceQuantities] {
    /// The default offer minimum of Mesos's master: cpus 0.01 or mem 32 (MiB). Masters would only decline smaller
    /// remainders, which fit no task.
    public static var mesosDefault: Self {
        [("cpus", 0.01), ("mem", 32)].map { name, value in
            var minimum = MesosOfferFilters.ResourceQuantities()
            minimum.quantities[name, default: MesosValue.Scalar()].value = value
            return minimum
        }
    }
}
