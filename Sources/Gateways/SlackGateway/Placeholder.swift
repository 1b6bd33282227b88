/// Placeholder until the first file of SlackGateway lands.
enum SlackGatewayPlaceholder {}
