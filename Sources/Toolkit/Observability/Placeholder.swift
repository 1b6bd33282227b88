/// Placeholder until the first file of Observability lands.
enum ObservabilityPlaceholder {}
