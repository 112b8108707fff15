import AllocatorWire
import SwiftProtobuf
import Testing

/// Bytes as a Mesos library writes them, made from the field numbers of mesos.v1 as literals, are read into the right
/// properties and written again unchanged. Fields that mesos.v1 requires are set to zero here and there: a zero that is
/// left out would make the message unreadable for Mesos.
@Suite struct MesosCompatibilityTests {
    /// The message read from the bytes. Unknown fields are dropped on the way, so equality shows that all are known.
    private func reread<Message: SwiftProtobuf.Message & Equatable>(
        _ type: Message.Type, _ fill: (inout ProtobufWriter) -> Void, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Message {
        let bytes = ProtobufWriter.message(fill)
        let message = try FrameDecoder<Message>().decode(bytes)
        #expect(try FrameEncoder().encode(message, as: .binary) == bytes, sourceLocation: sourceLocation)
        let json = try FrameEncoder().encode(message, as: .json)
        #expect(try FrameDecoder<Message>().decode(json) == message, sourceLocation: sourceLocation)
        return message
    }

    @Test func `ids are encoded as Mesos encodes them`() throws {
        #expect(try reread(MesosFrameworkID.self) { $0.string(1, "f") }.value == "f")
        #expect(try reread(MesosAgentID.self) { $0.string(1, "a") }.value == "a")
        #expect(try reread(MesosResourceProviderID.self) { $0.string(1, "p") }.value == "p")
        #expect(try reread(MesosOperationID.self) { $0.string(1, "o") }.value == "o")
        #expect(try reread(MesosAgentID.self) { $0.string(1, "") }.hasValue)
    }

    @Test func `an unavailability is encoded as Mesos encodes it`() throws {
        let read = try reread(MesosUnavailability.self) {
            $0.message(1) { $0.integer(1, -7) }
            $0.message(2) { $0.integer(1, 0) }
        }
        #expect(read.start.nanoseconds == -7)
        #expect(read.duration.hasNanoseconds && read.duration.nanoseconds == 0)
    }

    @Test func `values are encoded as Mesos encodes them`() throws {
        let scalar = try reread(MesosValue.self) {
            $0.integer(1, 0)
            $0.message(2) { $0.double(1, 0) }
        }
        #expect(scalar.hasType && scalar.type == .scalar && scalar.scalar.hasValue)

        let ranges = try reread(MesosValue.self) {
            $0.integer(1, 1)
            $0.message(3) {
                $0.message(1) {
                    $0.integer(1, 0)
                    $0.integer(2, 9)
                }
                $0.message(1) {
                    $0.integer(1, 31_000)
                    $0.integer(2, -1)
                }
            }
        }
        #expect(ranges.type == .ranges)
        #expect(ranges.ranges.range.map(\.begin) == [0, 31_000])
        #expect(ranges.ranges.range.map(\.end) == [9, .max])

        let set = try reread(MesosValue.self) {
            $0.integer(1, 2)
            $0.message(4) {
                $0.string(1, "x")
                $0.string(1, "")
            }
        }
        #expect(set.type == .set && set.set.item == ["x", ""])

        let text = try reread(MesosValue.self) {
            $0.integer(1, 3)
            $0.message(5) { $0.string(1, "Grüße") }
        }
        #expect(text.type == .text && text.text.value == "Grüße")
    }

    @Test func `an attribute is encoded as Mesos encodes it`() throws {
        let read = try reread(MesosAttribute.self) {
            $0.string(1, "rack")
            $0.integer(2, 3)
            $0.message(3) { $0.double(1, 1.5) }
            $0.message(4) { $0.message(1) { $0.integer(1, 1) } }
            $0.message(5) { $0.string(1, "r1") }
            $0.message(6) { $0.string(1, "s") }
        }
        #expect(read.name == "rack" && read.type == .text && read.text.value == "r1")
        #expect(read.scalar.value == 1.5 && read.ranges.range[0].begin == 1 && read.set.item == ["s"])
    }

    @Test func `a fault domain is encoded as Mesos encodes it`() throws {
        let read = try reread(MesosDomainInfo.self) {
            $0.message(1) {
                $0.message(1) { $0.string(1, "here") }
                $0.message(2) { $0.string(1, "z1") }
            }
        }
        #expect(read.faultDomain.region.name == "here" && read.faultDomain.zone.name == "z1")
    }

    @Test func `labels are encoded as Mesos encodes them`() throws {
        let read = try reread(MesosLabels.self) {
            $0.message(1) {
                $0.string(1, "k")
                $0.string(2, "v")
            }
            $0.message(1) { $0.string(1, "alone") }
        }
        #expect(read.labels.map(\.key) == ["k", "alone"])
        #expect(read.labels[0].value == "v" && !read.labels[1].hasValue)
    }

    @Test func `a resource is encoded as Mesos encodes it`() throws {
        let read = try reread(MesosResource.self) {
            $0.string(1, "disk")
            $0.integer(2, 0)
            $0.message(3) { $0.double(1, 1024.001) }
            $0.message(4) { $0.message(1) { $0.integer(2, 4) } }
            $0.message(5) { $0.string(1, "item") }
            $0.string(6, "*")
            $0.message(7) {
                $0.message(1) {
                    $0.string(1, "v1")
                    $0.string(2, "ops")
                }
                $0.message(2) {
                    $0.string(1, "path")
                    $0.string(2, "/host")
                    $0.integer(3, 1)
                }
                $0.message(3) {
                    $0.integer(1, 2)
                    $0.message(2) { $0.string(1, "/p") }
                    $0.message(3) { $0.string(1, "/m") }
                    $0.string(4, "d1")
                    $0.message(5) { $0.message(1) { $0.string(1, "k") } }
                    $0.string(6, "fast")
                    $0.string(7, "vendor")
                }
            }
            $0.message(8) { $0.string(1, "legacy") }
            $0.message(9) { _ in }
            $0.message(10) { _ in }
            $0.message(11) { $0.string(1, "alpha") }
            $0.message(12) { $0.string(1, "p1") }
            $0.message(13) {
                $0.string(1, "ops")
                $0.message(2) { $0.message(1) { $0.string(1, "k") } }
                $0.string(3, "alpha/x")
                $0.integer(4, 2)
            }
            $0.message(13) { $0.integer(4, 1) }
        }
        #expect(read.name == "disk" && read.hasType && read.type == .scalar && read.scalar.value == 1024.001)
        #expect(read.ranges.range[0].end == 4 && read.set.item == ["item"])
        #expect(read.role == "*" && read.reservation.principal == "legacy")
        #expect(read.hasRevocable && read.hasShared)
        #expect(read.allocationInfo.role == "alpha" && read.providerID.value == "p1")
        #expect(read.disk.persistence.id == "v1" && read.disk.persistence.principal == "ops")
        #expect(read.disk.volume.containerPath == "path" && read.disk.volume.hostPath == "/host")
        #expect(read.disk.volume.mode == .rw)
        let source = read.disk.source
        #expect(source.type == .mount && source.path.root == "/p" && source.mount.root == "/m" && source.id == "d1")
        #expect(source.metadata.labels[0].key == "k" && source.profile == "fast" && source.vendor == "vendor")
        let reservation = read.reservations[0]
        #expect(reservation.principal == "ops" && reservation.labels.labels[0].key == "k")
        #expect(reservation.role == "alpha/x" && reservation.type == .dynamic)
        #expect(read.reservations[1].type == .static && !read.reservations[1].hasRole)
    }

    @Test func `a framework is encoded as Mesos encodes it`() throws {
        let read = try reread(MesosFrameworkInfo.self) {
            $0.string(1, "")
            $0.string(2, "name")
            $0.message(3) { $0.string(1, "f1") }
            $0.string(6, "alpha")
            for type in Int64(0)...8 {
                $0.message(10) { $0.integer(1, type) }
            }
            $0.string(12, "beta")
            $0.string(12, "beta/x")
            $0.entry(13, "beta") {
                $0.message(1) { $0.message(1) { $0.entry(1, "cpus") { $0.double(1, 4) } } }
            }
        }
        #expect(read.hasUser && read.name == "name" && read.id.value == "f1" && read.role == "alpha")
        #expect(
            read.capabilities.map(\.type) == [
                .unknown, .revocableResources, .taskKillingState, .gpuResources, .sharedResources, .partitionAware,
                .multiRole, .reservationRefinement, .regionAware,
            ])
        #expect(read.roles == ["beta", "beta/x"])
        let minimum = read.offerFilters["beta"]?.minAllocatableResources.quantities.first
        #expect(minimum?.quantities["cpus"]?.value == 4)
    }

    @Test func `an agent is encoded as Mesos encodes it`() throws {
        let read = try reread(MesosAgentInfo.self) {
            $0.string(1, "host")
            $0.message(3) { $0.string(1, "cpus") }
            $0.message(5) { $0.string(1, "rack") }
            $0.message(6) { $0.string(1, "a1") }
            $0.integer(8, 5051)
            $0.message(10) { $0.message(1) { $0.message(1) { $0.string(1, "here") } } }
        }
        #expect(read.hostname == "host" && read.port == 5051 && read.id.value == "a1")
        #expect(read.resources[0].name == "cpus" && read.attributes[0].name == "rack")
        #expect(read.domain.faultDomain.region.name == "here")

        let capabilities = try (Int64(0)...8).map { type in
            try reread(MesosAgentInfo.Capability.self) { $0.integer(1, type) }.type
        }
        #expect(
            capabilities == [
                .unknown, .multiRole, .hierarchicalRole, .reservationRefinement, .resourceProvider, .resizeVolume,
                .agentOperationFeedback, .agentDraining, .taskResourceLimits,
            ])
    }

    @Test func `filters, weights and a quota are encoded as Mesos encodes them`() throws {
        #expect(try reread(MesosFilters.self) { $0.double(1, -1) }.refuseSeconds == -1)
        #expect(try reread(MesosFilters.self) { $0.double(1, 0) }.hasRefuseSeconds)

        let weight = try reread(MesosWeightInfo.self) {
            $0.double(1, 2.5)
            $0.string(2, "alpha")
        }
        #expect(weight.weight == 2.5 && weight.role == "alpha")

        let quota = try reread(MesosQuotaConfig.self) {
            $0.string(1, "alpha")
            $0.entry(2, "cpus") { $0.double(1, 6) }
            $0.entry(2, "mem") { $0.double(1, 1024) }
            $0.entry(3, "gpus") { $0.double(1, 0) }
        }
        #expect(quota.role == "alpha" && quota.guarantees.mapValues(\.value) == ["cpus": 6, "mem": 1024])
        #expect(quota.limits["gpus"]?.hasValue == true)
    }

    @Test func `a request is encoded as Mesos encodes it`() throws {
        let read = try reread(MesosRequest.self) {
            $0.message(1) { $0.string(1, "a1") }
            $0.message(2) { $0.string(1, "cpus") }
        }
        #expect(read.agentID.value == "a1" && read.resources[0].name == "cpus")
    }

    @Test func `the status of an inverse offer is encoded as Mesos encodes it`() throws {
        for (number, status) in [(1, MesosInverseOfferStatus.Status.unknown), (2, .accept), (3, .decline)] {
            let read = try reread(MesosInverseOfferStatus.self) {
                $0.integer(1, Int64(number))
                $0.message(2) { $0.string(1, "f1") }
                $0.message(3) { $0.integer(1, 0) }
            }
            #expect(read.status == status && read.frameworkID.value == "f1" && read.timestamp.hasNanoseconds)
        }
    }

    @Test func `operations are encoded as Mesos encodes them`() throws {
        let cpus: (inout ProtobufWriter) -> Void = { $0.string(1, "cpus") }
        let read = try reread(MesosOffer.Operation.self) {
            $0.integer(1, 2)
            $0.message(3) {
                $0.message(1, cpus)
                $0.message(2) { $0.string(1, "source") }
            }
            $0.message(4) { $0.message(1, cpus) }
            $0.message(5) { $0.message(1, cpus) }
            $0.message(6) { $0.message(1, cpus) }
            $0.message(12) { $0.string(1, "op") }
            $0.message(13) {
                $0.message(1, cpus)
                $0.message(2) { $0.string(1, "addition") }
            }
            $0.message(14) {
                $0.message(1, cpus)
                $0.message(2) { $0.double(1, 0) }
            }
            $0.message(15) {
                $0.message(1, cpus)
                $0.integer(2, 3)
                $0.string(3, "fast")
            }
            $0.message(16) { $0.message(1, cpus) }
        }
        #expect(read.id.value == "op" && read.reserve.source[0].name == "source")
        let named = [
            read.reserve.resources[0], read.unreserve.resources[0], read.create.volumes[0], read.destroy.volumes[0],
            read.growVolume.volume, read.shrinkVolume.volume, read.createDisk.source, read.destroyDisk.source,
        ]
        #expect(named.allSatisfy { $0.name == "cpus" })
        #expect(read.growVolume.addition.name == "addition" && read.shrinkVolume.subtract.hasValue)
        #expect(read.createDisk.targetType == .block && read.createDisk.targetProfile == "fast")

        let numbers: [(Int64, MesosOffer.Operation.TypeEnum)] = [
            (0, .unknown), (1, .launch), (2, .reserve), (3, .unreserve), (4, .create), (5, .destroy),
            (6, .launchGroup), (11, .growVolume), (12, .shrinkVolume), (13, .createDisk), (14, .destroyDisk),
        ]
        for (number, type) in numbers {
            #expect(try reread(MesosOffer.Operation.self) { $0.integer(1, number) }.type == type)
        }
    }

    @Test func `offer constraints are encoded as Mesos encodes them`() throws {
        let predicates: [(UInt64, (inout ProtobufWriter) -> Void, MesosAttributeConstraint.Predicate)] = [
            (1, { _ in }, .with { $0.exists = .init() }),
            (2, { _ in }, .with { $0.notExists = .init() }),
            (3, { $0.string(1, "r1") }, .with { $0.textEquals.value = "r1" }),
            (4, { $0.string(1, "r1") }, .with { $0.textNotEquals.value = "r1" }),
            (5, { $0.string(1, "r.*") }, .with { $0.textMatches.regex = "r.*" }),
            (6, { $0.string(1, "r.*") }, .with { $0.textNotMatches.regex = "r.*" }),
        ]
        for (field, fill, predicate) in predicates {
            let read = try reread(MesosOfferConstraints.self) {
                $0.entry(1, "alpha") {
                    $0.message(1) {
                        $0.message(1) {
                            $0.message(1) { $0.string(2, "rack") }
                            $0.message(2) { $0.message(field, fill) }
                        }
                    }
                }
            }
            let constraint = read.roleConstraints["alpha"]?.groups.first?.attributeConstraints.first
            #expect(constraint?.selector.attributeName == "rack")
            #expect(constraint?.predicate == predicate)
        }
        for (number, type) in [
            (1, MesosAttributeConstraint.Selector.PseudoattributeType.hostname), (2, .region), (3, .zone),
        ] {
            let read = try reread(MesosAttributeConstraint.Selector.self) { $0.integer(1, Int64(number)) }
            #expect(read.pseudoattributeType == type)
        }
    }

    @Test func `fields of Mesos that decide nothing are skipped`() throws {
        let bytes = ProtobufWriter.message {
            $0.string(1, "user")
            $0.double(4, 3600)
            $0.integer(5, 1)
            $0.string(7, "host")
            $0.string(8, "principal")
            $0.string(9, "http://example.org")
            $0.message(11) { $0.message(1) { $0.string(1, "k") } }
            $0.string(2000, "of a later version")
        }
        let read = try FrameDecoder<MesosFrameworkInfo>().decode(bytes)
        #expect(read == .with { $0.user = "user" })
    }
}
