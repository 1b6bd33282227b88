import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// I_x(a, b), the cumulative distribution function of the Beta distribution, by its continued fraction
/// (NIST Digital Library of Mathematical Functions, 8.17.22, evaluated by Lentz's method).
package enum RegularizedIncompleteBeta {
    package static func value(at x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast on this side of the mean only; the other side is its mirror image.
        if x > (a + 1) / (a + b + 2) { return 1 - self.value(at: 1 - x, b, a) }
        let front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
        return front * self.fraction(x, a, b)
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
        var result = d
        for m in 1...200 {
            let n = Double(m)
            for numerator in [
                n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n)),
                -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1)),
            ] {
                d = 1 / nonzero(1 + numerator * d)
                c = nonzero(1 + numerator / c)
                result *= c * d
            }
            if abs(c * d - 1) < 1e-14 { break }
        }
        return result
    }
}
