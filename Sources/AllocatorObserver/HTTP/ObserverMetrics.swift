package import AllocatorWire
import SwiftProtobuf

/// The observer's own metrics, served besides the worker's.
package enum ObserverMetrics {
    package static func of(
        _ watch: WorkerWatch, _ viewers: Viewers, _ places: ConnectionPlaces, at now: ContinuousClock.Instant
    ) -> WireMetrics {
        let missed = watch.missed
        var families = [
            family(
                "quartermaster_observer_worker_alive", .gauge, watch.isWorkerAlive(at: now) ? 1 : 0,
                "Whether the worker's heartbeat is fresh: 1 or 0."),
            family(
                "quartermaster_observer_publications_lost_total", .counter, Double(missed.lost),
                "Publications of the worker that were lost on the way."),
            family(
                "quartermaster_observer_unreadable_messages_total", .counter, Double(missed.unreadable),
                "Received messages that could not be decoded as publications."),
            family("quartermaster_observer_viewers", .gauge, Double(viewers.count), "Pages that are open."),
            family(
                "quartermaster_observer_viewers_given_up_total", .counter, Double(viewers.givenUp),
                "Pages disconnected because they read too slowly."),
            family(
                "quartermaster_observer_connections_displaced_total", .counter, Double(places.displaced),
                "Connections evicted by newer ones because all slots were taken."),
        ]
        if let age = watch.heartbeatAge(at: now) {
            families.append(
                family(
                    "quartermaster_observer_heartbeat_age_seconds", .gauge, age / .seconds(1),
                    "Time since the worker's last heartbeat arrived."))
        }
        return .with { $0.families = families }
    }

    private static func family(
        _ name: String, _ kind: WireMetricFamily.Kind, _ number: Double, _ help: String
    ) -> WireMetricFamily {
        .with {
            $0.name = name
            $0.help = help
            $0.kind = kind
            $0.series = [.with { $0.number = number }]
        }
    }
}
