/// The limits on the lengths of texts.
extension FormCheck {
    func check(text: Name?, _ field: @autoclosure () -> String) throws(Refusal) {
        guard let text, text.count > limits.textBytes else { return }
        throw .resourceExhausted(
            "\(field()) has \(text.count) bytes, but a text may have at most \(limits.textBytes): shorten it, or raise"
                + " --max-text-bytes")
    }

    // MARK: Agents

    func checkTexts(of description: AgentDescription) throws(Refusal) {
        guard description.attributes.count <= limits.attributesPerAgent else {
            throw .resourceExhausted(
                "an agent may have at most \(limits.attributesPerAgent) attributes, but this one has"
                    + " \(description.attributes.count): remove some, or raise --max-attributes")
        }
        for attribute in description.attributes {
            switch attribute.value {
            case .scalar: continue
            case .text(let text): try check(text: text, "attribute '\(attribute.name)'")
            case .ranges(let ranges): try check(count: ranges.count, "ranges of attribute '\(attribute.name)'")
            case .set(let items):
                try check(count: items.count, "items of attribute '\(attribute.name)'")
                for item in items { try check(text: item, "an item of attribute '\(attribute.name)'") }
            }
        }
        if let domain = description.domain {
            try check(text: domain.region, "agent.domain's region")
            try check(text: domain.zone, "agent.domain's zone")
        }
    }

    private func check(count: Int, _ parts: @autoclosure () -> String) throws(Refusal) {
        guard count > limits.rangesPerResource else { return }
        throw .resourceExhausted(
            "there are \(count) \(parts()), but at most \(limits.rangesPerResource) are allowed: use fewer, or raise"
                + " --max-ranges")
    }

    // MARK: Frameworks

    func checkTexts(of constraint: AttributeConstraint) throws(Refusal) {
        if case .attribute(let name) = constraint.selector { try check(name, "the name of a constraint's attribute") }
        switch constraint.predicate {
        case .exists, .notExists: return
        case .textEquals(let text), .textNotEquals(let text): try check(text: text, "an offer constraint's text")
        case .textMatches(let pattern), .textNotMatches(let pattern):
            try check(text: Name(pattern), "an offer constraint's regular expression")
        }
    }

    // MARK: Resources

    /// The total length of a resource's texts, in multiples of the maximum length of one.
    private static let textsPerResource = 16

    func checkTexts(of metadata: ResourceMetadata) throws(Refusal) {
        let most = Self.textsPerResource * limits.textBytes
        guard metadata.textBytes > limits.textBytes else { return }
        guard metadata.textBytes <= most else {
            throw .resourceExhausted(
                "the texts of resource '\(metadata.name)' have \(metadata.textBytes) bytes, but at most \(most) are"
                    + " allowed: shorten its labels, or raise --max-text-bytes")
        }
        for text in metadata.texts { try check(text: text, "a text of resource '\(metadata.name)'") }
    }
}

extension ResourceMetadata {
    /// All texts of the metadata, in unspecified order.
    var texts: [Name] {
        var texts: [Name?] = [name, providerID]
        for reservation in reservations {
            texts += [reservation.role, reservation.principal]
            texts += reservation.labels.texts
        }
        if let disk {
            texts += [disk.persistence?.id, disk.persistence?.principal]
            texts += [disk.volume?.containerPath, disk.volume?.hostPath]
            if let source = disk.source {
                texts += [source.path?.root, source.mount?.root, source.vendor, source.id, source.profile]
                texts += source.metadata.texts
            }
        }
        return texts.compactMap(\.self)
    }
}

extension [Label]? {
    fileprivate var texts: [Name?] { (self ?? []).flatMap { [$0.key, $0.value] } }
}
