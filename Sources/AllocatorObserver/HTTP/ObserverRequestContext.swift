package import Hummingbird
package import NIOCore

/// The context of a request: adds the connection, so that a viewer that does not read can be disconnected.
package struct ObserverRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
