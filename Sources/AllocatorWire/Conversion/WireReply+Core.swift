package import AllocatorCore
import SwiftProtobuf

extension WireReply {
    package init(_ reply: Reply, to event: EventEnvelope) {
        self.init(to: event)
        switch reply {
        case .ok: ok = Google_Protobuf_Empty()
        case .inverseOfferStatuses(let agents): inverseOfferStatuses = WireInverseOfferStatuses(agents)
        }
    }

    package init(_ refusal: Refusal, to event: EventEnvelope) {
        self.init(to: event)
        error = WireError(refusal)
    }

    /// Creates a reply without its result. Omits a request id above the maximum length.
    private init(to event: EventEnvelope) {
        self.init()
        if event.requestID.utf8.count <= WireLimits.maximumRequestIDLength { requestID = event.requestID }
        sequence = event.sequence
        call = event.callName
    }
}

extension WireLimits {
    /// The maximum length of a refusal's text, in Unicode scalars. The text may quote names of any length.
    package static let maximumErrorLength = 2_048
}

extension WireError {
    /// The reply to a refusal, with its text truncated.
    package init(_ refusal: Refusal) {
        self.init()
        code =
            switch refusal {
            case .invalidArgument: .invalidArgument
            case .notFound: .notFound
            case .alreadyExists: .alreadyExists
            case .failedPrecondition: .failedPrecondition
            case .fenced: .fenced
            case .outOfSequence: .outOfSequence
            case .resourceExhausted: .resourceExhausted
            case .internalFailure: .internal
            case .permissionDenied: .permissionDenied
            }
        let head = refusal.message.unicodeScalars.prefix(WireLimits.maximumErrorLength)
        let isWhole = head.endIndex == refusal.message.endIndex
        message = isWhole ? refusal.message : String(String.UnicodeScalarView(head)) + "…"
    }
}

extension WireInverseOfferStatuses {
    /// Lists every agent, also those without a status.
    init(_ agents: [Reply.AgentStatuses]) {
        self.init()
        self.agents.reserveCapacity(agents.count)
        for agent in agents {
            var statuses = FrameworkStatuses()
            for status in agent.frameworks {
                statuses.frameworks[status.framework.string] = MesosInverseOfferStatus(status)
            }
            self.agents[agent.agent.string] = statuses
        }
    }
}
