enum EmbeddedBackendTestsPlaceholder {}
