package import Hummingbird
package import NIOCore

/// What a route knows of its request beside the request: the connection, so that a viewer that does not read can be cut off.
package struct ObserverRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
