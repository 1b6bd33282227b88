/// Placeholder until the first file of Scanning lands.
enum ScanningPlaceholder {}
