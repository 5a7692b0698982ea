package io.tradewind.server.identity;

import com.microsoft.playwright.Page;
import io.restassured.RestAssured;
import io.tradewind.server.portal.Portal;
import java.net.URI;

/**
 * The portal of the broker under test, which somebody enters by way of Keycloak.
 *
 * @param user whose name is the password as well
 */
record KeycloakPortal(String user) implements Portal {
  static String broker() {
    return "http://127.0.0.1:" + RestAssured.port;
  }

  @Override
  public URI at(String path) {
    return URI.create(broker() + path);
  }

  /** Where there are organizations, Keycloak asks for the name alone first. */
  @Override
  public void enter(Page page) {
    page.navigate(broker() + "/signin/sso");
    page.fill("input[name=username]", user);
    page.click("#kc-login");
    page.fill("input[name=password]", user);
    page.click("#kc-login");
    page.waitForURL(broker() + "/");
  }
}
