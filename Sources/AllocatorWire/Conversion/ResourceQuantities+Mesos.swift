extension [MesosOfferFilters.ResourceQuantities] {
    /// The minimum of an offer in Mesos's own master: cpus 0.01 or mem 32 (MiB). Smaller remainders fit no task, and
    /// masters would only decline them.
    public static var mesosDefault: Self {
        [("cpus", 0.01), ("mem", 32)].map { name, value in
            var minimum = MesosOfferFilters.ResourceQuantities()
            minimum.quantities[name, default: MesosValue.Scalar()].value = value
            return minimum
        }
    }
}
