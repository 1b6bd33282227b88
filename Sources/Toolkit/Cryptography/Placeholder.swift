/// Placeholder until the first file of Cryptography lands.
enum CryptographyPlaceholder {}
