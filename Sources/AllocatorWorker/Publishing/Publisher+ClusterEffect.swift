import AllocatorCore
import AllocatorWire
import SwiftProtobuf
import ZeroMQ

extension Publisher {
    /// Publishes an effect of a cluster.
    ///
    /// Masters rely on the order of effects: an event's reply precedes its echo; a run's offers and inverse offers
    /// precede the run; rescinded offers follow the run of the same instant.
    ///
    /// - Parameter isNumbered: False for publications in the name of a cluster that doesn't exist.
    mutating func publish(
        _ effect: ClusterEffect, of cluster: String, isNumbered: Bool = true
    ) throws(ZeroMQError) {
        switch effect {
        case .replied(let reply, let master, let time):
            let topic = Topic.replies(cluster: cluster, master: master)
            try publish(topic, at: time.nanoseconds, isNumbered: isNumbered) { .reply(reply) }
        case .accepted(let delivery, let time):
            let topic = Topic.events(cluster: cluster)
            try publish(topic, at: time.nanoseconds, echoing: delivery.frame, isNumbered: isNumbered) {
                .event(Self.event(of: delivery))
            }
        case .ran(let run, let timing):
            try publish(run, of: cluster, lasting: timing.durationNanoseconds)
        case .rescinded(let rescission):
            try publish(rescission, of: cluster)
        case .forgot(let replies, let master):
            skip(replies, of: .replies(cluster: cluster, master: master))
        }
    }

    /// Decodes an accepted event again, for subscribers of its echo.
    private static func event(of delivery: Delivery) -> WireEvent {
        if let event = try? EventDecoder(limits: .kept, checksJSON: false).decode(delivery.frame) { return event }
        // An event that was read before is readable. If two readers ever differ, the echo still names the event's
        // master.
        let envelope = delivery.event
        return .with {
            $0.cluster = envelope.cluster
            $0.master = envelope.master
            $0.epoch = envelope.epoch
            $0.sequence = envelope.sequence
            $0.requestID = envelope.requestID
        }
    }

    private mutating func publish(
        _ run: AllocationRun, of cluster: String, lasting durationNanoseconds: Int64
    ) throws(ZeroMQError) {
        let time = run.time.nanoseconds
        for offers in run.offers {
            let topic = Topic.offers(cluster: cluster, master: offers.master, framework: offers.framework.string)
            try publish(topic, at: time) { .offers(WireOfferBatch(offers)) }
        }
        for offers in run.inverseOffers {
            let topic = Topic.inverseOffers(
                cluster: cluster, master: offers.master, framework: offers.framework.string)
            try publish(topic, at: time) { .inverseOffers(WireInverseOfferBatch(offers)) }
        }
        try publish(.runs(cluster: cluster), at: time) {
            .run(WireRun(run, durationNanoseconds: durationNanoseconds))
        }
    }

    private mutating func publish(_ rescission: Rescission, of cluster: String) throws(ZeroMQError) {
        for framework in rescission.frameworks {
            let topic = Topic.rescinds(
                cluster: cluster, master: framework.offers.master, framework: framework.offers.framework.string)
            try publish(topic, at: rescission.time.nanoseconds) { .rescinds(WireRescindBatch(framework)) }
        }
    }
}
