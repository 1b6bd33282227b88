#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The C library's logarithms, imported in this one place.
enum Logarithm {
    static func natural(_ value: Double) -> Double { log(value) }
    static func base2(_ value: Double) -> Double { log2(value) }
    static func exponential(_ value: Double) -> Double { exp(value) }
}
