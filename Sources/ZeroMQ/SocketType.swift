import CZeroMQ

/// The messaging patterns that a socket can speak.
package enum SocketType: CaseIterable, Sendable {
    case pair
    case pub
    case sub
    case req
    case rep
    case dealer
    case router
    case pull
    case push
    case xpub
    case xsub
    /// Raw TCP to peers that do not speak ZMTP.
    case stream

    var code: Int32 {
        switch self {
        case .pair: ZMQ_PAIR
        case .pub: ZMQ_PUB
        case .sub: ZMQ_SUB
        case .req: ZMQ_REQ
        case .rep: ZMQ_REP
        case .dealer: ZMQ_DEALER
        case .router: ZMQ_ROUTER
        case .pull: ZMQ_PULL
        case .push: ZMQ_PUSH
        case .xpub: ZMQ_XPUB
        case .xsub: ZMQ_XSUB
        case .stream: ZMQ_STREAM
        }
    }
}
