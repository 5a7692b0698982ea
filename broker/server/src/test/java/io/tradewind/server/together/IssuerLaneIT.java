package io.tradewind.server.together;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Those who sign in at one Keycloak. */
@Suite
@SelectClasses(
    names = {
      "io.tradewind.server.identity.KeycloakIT",
      "io.tradewind.server.identity.JourneysIT",
    })
class IssuerLaneIT {}
