import CVectorMath

enum UnitVector {
    /// The vector at length one; one without a length stays as it is.
    static func make(_ vector: [Float]) -> [Float] {
        let length = vm_dot(vector, vector, vector.count).squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }
}
