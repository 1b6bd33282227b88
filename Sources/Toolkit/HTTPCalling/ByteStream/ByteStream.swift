/// Bytes in both directions over one connection.
package protocol ByteStream: Sendable {
    /// The next bytes as they arrive; `nil` once the other side has ended the stream. One reader at a time. Cancelling the
    /// task ends the waiting, not the stream.
    func receive() async throws(HTTPFailure) -> [UInt8]?
    /// Puts bytes behind those already on their way; it never waits. Fails where the stream is over, or where the other
    /// side takes so little that they would pile up.
    func send(_ bytes: [UInt8]) throws(HTTPFailure)
    /// Ends the stream at once: what is on its way is offered to the system once more, and whoever waits is told.
    func close()
}
