extension [MesosOfferFilters.ResourceQuantities] {
    /// What an offer holds at least where Mesos's own master decides: cpus 0.01 or mem 32 (MiB). Smaller rests serve no task, and
    /// only keep masters busy with declining them.
    public static var mesosDefault: Self {
        [("cpus", 0.01), ("mem", 32)].map { name, value in
            var minimum = MesosOfferFilters.ResourceQuantities()
            minimum.quantities[name, default: MesosValue.Scalar()].value = value
            return minimum
        }
    }
}
