/// Placeholder until the first file of EmbeddedBackend lands.
enum EmbeddedBackendPlaceholder {}
