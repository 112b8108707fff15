import AllocatorCore

extension Label {
    init(_ label: MesosLabel) throws(MalformedField) {
        guard label.hasKey else { throw .missing("key", "give every label a key") }
        self.init(key: Name(label.key), value: label.hasValue ? Name(label.value) : nil)
    }
}

func readLabels(_ labels: MesosLabels) throws(MalformedField) -> [Label] {
    try readEach("labels", of: labels.labels) { (label) throws(MalformedField) in try Label(label) }
}

extension MesosLabels {
    init(_ labels: [Label]) {
        self.init()
        self.labels = labels.map { label in
            var wire = MesosLabel()
            wire.key = label.key.string
            if let value = label.value { wire.value = value.string }
            return wire
        }
    }
}
