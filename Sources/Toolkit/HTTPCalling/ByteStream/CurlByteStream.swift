/// A connection that libcurl opened and then left to us (`CURLOPT_CONNECT_ONLY`): name look-up, proxy, TLS and its checks
/// are libcurl's. An `https` URL means TLS. Proxies come from the usual environment variables, through a tunnel; this
/// machine's own addresses are always called directly.
///
/// One thread a stream; it ends with `close` or with the last reference.
package final class CurlByteStream: ByteStream {
    private let channel: CurlStreamChannel

    /// Connects, within the options' connect timeout. Cancelling the task gives up.
    package init(connectingTo url: String, options: CurlOptions = CurlOptions()) async throws(HTTPFailure) {
        let channel = CurlStreamChannel()
        self.channel = channel
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { channel.open(url, options: options, $0) }
        } onCancel: {
            channel.close()
        }
        try result.get()
    }

    deinit { self.channel.close() }

    package func receive() async throws(HTTPFailure) -> [UInt8]? {
        let channel = self.channel
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { channel.receive($0) }
        } onCancel: {
            channel.stopWaiting()
        }
        return try result.get()
    }

    package func send(_ bytes: [UInt8]) throws(HTTPFailure) { try self.channel.send(bytes) }

    package func close() { self.channel.close() }
}
