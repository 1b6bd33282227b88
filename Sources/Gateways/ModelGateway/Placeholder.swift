/// Placeholder until the first file of ModelGateway lands.
enum ModelGatewayPlaceholder {}
