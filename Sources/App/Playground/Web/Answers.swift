import HTTPTypes
import Hummingbird
import NIOCore

/// Answers of the stand-ins in the forms that they need.
extension Response {
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        .bytes(value.bytes, type: "application/json; charset=utf-8", status: status, headers: headers)
    }

    static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok)
        -> Response
    {
        .bytes(Array(text.utf8), type: type, status: status)
    }

    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Request {
    /// The body's bytes, at most `limit`.
    func bytes(upTo limit: Int = 16 << 20) async throws -> [UInt8] {
        var buffer = try await self.body.collect(upTo: limit)
        return buffer.readBytes(length: buffer.readableBytes) ?? []
    }

    var query: [String: String] { FormFields.parse(self.uri.query ?? "") }

    /// What follows `Bearer` or `token` in the authorization.
    var bearer: String? {
        guard let value = self.headers[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["bearer", "token"].contains(parts[0].lowercased()) else { return nil }
        return String(parts[1])
    }
}
