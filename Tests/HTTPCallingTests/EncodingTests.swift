import HTTPCalling
import Testing

struct EncodingTests {
    @Test func `only unreserved characters stay as they are`() {
        #expect(PercentEncoding.encode("azAZ09-._~") == "azAZ09-._~")
        #expect(PercentEncoding.encode("a b+c/d?e&f=g%h") == "a%20b%2Bc%2Fd%3Fe%26f%3Dg%25h")
        #expect(PercentEncoding.encode("größe 😀\r\n\u{0}") == "gr%C3%B6%C3%9Fe%20%F0%9F%98%80%0D%0A%00")
        #expect(PercentEncoding.encode("src/a b.py", keepingSlashes: true) == "src/a%20b.py")
    }

    @Test func `form escapes are undone, and what is no escape is refused or kept`() {
        func decode(_ text: String, keepsBroken: Bool = false) -> String? {
            PercentEncoding.decodeForm(text.utf8, keepsBroken: keepsBroken).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(decode("a+b%2Bc%c3%B6") == "a b+cö")
        for broken in ["100%", "%4", "%zz", "%+1"] { #expect(decode(broken) == nil) }
        #expect(decode("100%+%41%zz%4", keepsBroken: true) == "100% A%zz%4")
    }

    @Test func `a form keeps order and repetition`() {
        var form = FormBody(["b": "1", "a": "x&y"])
        form.append("b", "")
        #expect(form.text == "b=1&a=x%26y&b=")
        #expect(form.bytes == Array("b=1&a=x%26y&b=".utf8))
        #expect(FormBody().text.isEmpty)
    }

    @Test(arguments: [("5", 5.0), ("0", 0.0), ("1.5", 1.5)])
    func `Retry-After is read in seconds`(text: String, seconds: Double) {
        #expect(HTTPAnswer(status: 429, headers: [HTTPField("retry-after", text)]).retryAfterSeconds == seconds)
    }

    @Test(arguments: ["", "-1", "nan", "inf", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"])
    func `any other Retry-After says nothing`(text: String) {
        #expect(HTTPAnswer(status: 429, headers: [HTTPField("Retry-After", text)]).retryAfterSeconds == nil)
    }
}
