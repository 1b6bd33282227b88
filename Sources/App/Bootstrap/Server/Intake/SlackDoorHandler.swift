import FoundationEssentials
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import SlackGateway

/// Hummingbird's HTTP/1.1, with Slack's doors answered on the connection's own event loop: the way through router and
/// tasks costs more than the signature and the store together.
struct SlackDoorChannel: ServerChildChannel {
    let http: HTTP1Channel
    let desk: IntakeDesk

    static func builder(_ desk: IntakeDesk) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in SlackDoorChannel(http: HTTP1Channel(responder: responder), desk: desk) }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        self.http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self).handler
            try pipeline.addHandler(SlackDoorHandler(desk: self.desk), position: .after(decoder))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await self.http.handle(value: value, logger: logger)
    }
}

/// Takes the requests to Slack's doors off the connection and passes all others on, each answered in its order.
final class SlackDoorHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Slack's own payloads stay far below this.
    static let bodyLimit = 1 << 20

    private struct Arriving {
        var door: SlackRequest.Door
        var head: HTTPRequestHead
        var body = ByteBuffer()
        var isTooLarge = false
    }

    private enum State {
        case idle
        /// One of Slack's is coming in.
        case collecting(Arriving)
        /// It is being checked and stored.
        case answering(isLast: Bool)
        /// The router has one; over when it was read and answered.
        case passing(isRead: Bool, isAnswered: Bool)
    }

    private enum News {
        case event(Any)
        case error(any Error)
    }

    private let desk: IntakeDesk
    private var date = HTTPDate()
    private var state = State.idle
    private var context: ChannelHandlerContext?
    /// What came in, or happened, while an answer of ours was not yet out: kept in its order.
    private var later: CircularBuffer<HTTPServerRequestPart> = []
    private var laterNews: [News] = []
    private var holdsRead = false

    init(desk: IntakeDesk) { self.desk = desk }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = Self.unwrapInboundIn(data)
        if self.isHeld { self.later.append(part) } else { self.take(part, context) }
    }

    /// Whoever sends on without waiting for answers is read no further.
    func read(context: ChannelHandlerContext) {
        if self.later.isEmpty { context.read() } else { self.holdsRead = true }
    }

    /// The router's side ends a connection that was half closed, or that the server wants to end: not before our answer.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if self.holdsNews || (self.isOurs && event is ChannelShouldQuiesceEvent) {
            self.laterNews.append(.event(event))
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if self.holdsNews { self.laterNews.append(.error(error)) } else { context.fireErrorCaught(error) }
    }

    private var holdsNews: Bool {
        if case .answering = self.state { true } else { !self.later.isEmpty }
    }

    private var isOurs: Bool {
        switch self.state {
        case .collecting, .answering: true
        case .idle, .passing: false
        }
    }

    private var isHeld: Bool {
        switch self.state {
        case .answering: true
        case .passing(let isRead, _): isRead
        case .idle, .collecting: false
        }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (self.state, part) {
        case (.idle, .head(let head)):
            if let door = Self.door(of: head) {
                self.state = .collecting(Arriving(door: door, head: head))
            } else {
                self.state = .passing(isRead: false, isAnswered: false)
                context.fireChannelRead(Self.wrapInboundOut(part))
            }
        case (.collecting(var arriving), .body(var bytes)):
            self.state = .idle
            if arriving.body.readableBytes + bytes.readableBytes > Self.bodyLimit { arriving.isTooLarge = true }
            if arriving.isTooLarge {
                arriving.body.clear()
            } else if arriving.body.readableBytes == 0 {
                arriving.body = bytes
            } else {
                arriving.body.writeBuffer(&bytes)
            }
            self.state = .collecting(arriving)
        case (.collecting(let arriving), .end): self.finish(arriving, context)
        case (.passing(_, let isAnswered), .end):
            self.state = isAnswered ? .idle : .passing(isRead: true, isAnswered: false)
            context.fireChannelRead(Self.wrapInboundOut(part))
        default: context.fireChannelRead(Self.wrapInboundOut(part))
        }
    }

    static func door(of head: HTTPRequestHead) -> SlackRequest.Door? {
        guard head.method == .POST, head.uri.hasPrefix("/slack/") else { return nil }
        let name = head.uri.utf8.dropFirst("/slack/".utf8.count).prefix { $0 != UInt8(ascii: "?") }
        return SlackRequest.Door(rawValue: String(name.last == UInt8(ascii: "/") ? name.dropLast() : name) ?? "")
    }

    private func finish(_ arriving: Arriving, _ context: ChannelHandlerContext) {
        self.state = .answering(isLast: !arriving.head.isKeepAlive)
        let loop = context.eventLoop
        let myself = NIOLoopBound(self, eventLoop: loop)
        if arriving.isTooLarge { return self.answer(self.desk.tooLarge("slack")) }
        let request = SlackRequest(
            door: arriving.door, body: arriving.body.withUnsafeReadableBytes { Data($0) },
            header: { arriving.head.headers.first(name: $0) })
        self.desk.receive(request) { answer in
            if loop.inEventLoop { myself.value.answer(answer) } else { loop.execute { myself.value.answer(answer) } }
        }
    }

    // MARK: Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .passing(let isRead, _) = self.state, case .end = Self.unwrapOutboundIn(data) else { return }
        self.state = isRead ? .idle : .passing(isRead: false, isAnswered: true)
        self.goOn(context)
    }

    private func answer(_ answer: IntakeAnswer) {
        guard let context = self.context, case .answering(let isLast) = self.state else { return }
        var headers = HTTPHeaders([
            ("date", self.date.text(at: self.desk.now())), ("content-length", "\(answer.text.utf8.count)"),
        ])
        if !answer.text.isEmpty { headers.add(name: "content-type", value: "text/plain; charset=utf-8") }
        if isLast { headers.add(name: "connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        if !answer.text.isEmpty {
            let body = context.channel.allocator.buffer(string: answer.text)
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        self.state = .idle
        if isLast { return context.close(promise: nil) }
        self.goOn(context)
    }

    /// Takes up what had to wait for an answer.
    private func goOn(_ context: ChannelHandlerContext) {
        guard !self.later.isEmpty || !self.laterNews.isEmpty || self.holdsRead else { return }
        while !self.isHeld, let part = self.later.popFirst() { self.take(part, context) }
        // The router's side hands on what it read when the reading is complete.
        context.fireChannelReadComplete()
        guard !self.isOurs, self.later.isEmpty else { return }
        let news = self.laterNews
        self.laterNews = []
        for one in news {
            switch one {
            case .event(let event): context.fireUserInboundEventTriggered(event)
            case .error(let error): context.fireErrorCaught(error)
            }
        }
        if self.holdsRead {
            self.holdsRead = false
            context.read()
        }
    }
}
