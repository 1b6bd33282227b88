/// Why a model could not be read.
package struct EncodingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}
