import HTTPCalling
import Testing

struct EncodingTests {
    @Test func `only unreserved characters stay as they are`() {
        #expect(PercentEncoding.encode("azAZ09-._~") == "azAZ09-._~")
        #expect(PercentEncoding.encode("a b+c/d?e&f=g%h") == "a%20b%2Bc%2Fd%3Fe%26f%3Dg%25h")
        #expect(PercentEncoding.encode("größe 😀\r\n\u{0}") == "gr%C3%B6%C3%9Fe%20%F0%9F%98%80%0D%0A%00")
        #expect(PercentEncoding.encode("src/a b.py", keepingSlashes: true) == "src/a%20b.py")
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
