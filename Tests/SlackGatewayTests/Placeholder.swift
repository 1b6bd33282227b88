enum SlackGatewayTestsPlaceholder {}
