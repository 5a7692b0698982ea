package io.tradewind.server.identity;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.identity.Keycloak.REALM;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** What an administrator of the real Keycloak does, by its own API. */
final class KeycloakAdmin {
  private KeycloakAdmin() {}

  static void makeRealm(String realm) {
    admin()
        .body(Map.of("realm", realm, "enabled", true))
        .post("/admin/realms")
        .then()
        .statusCode(201);
  }

  /** A person whose password is their name, in groups that are made when they are not there. */
  static String makeUser(String realm, String name, String... groups) {
    admin()
        .body(
            Map.of(
                "username",
                name,
                "enabled",
                true,
                "firstName",
                name,
                "lastName",
                "Tester",
                "email",
                name + "@example.org",
                "emailVerified",
                true,
                "groups",
                List.of(groups),
                "credentials",
                List.of(Map.of("type", "password", "value", name, "temporary", false))))
        .post("/admin/realms/" + realm + "/users")
        .then()
        .statusCode(201);
    return idOf(realm, "users?exact=true&username=" + name);
  }

  /** A group and one below it, such as {@code acme} and {@code developer}. */
  static void makeGroup(String realm, String group, String... below) {
    admin()
        .body(Map.of("name", group))
        .post("/admin/realms/" + realm + "/groups")
        .then()
        .statusCode(201);
    String id = idOf(realm, "groups?exact=true&search=" + group);
    for (String child : below) {
      admin()
          .body(Map.of("name", child))
          .post("/admin/realms/" + realm + "/groups/" + id + "/children")
          .then()
          .statusCode(201);
    }
  }

  /**
   * A confidential client that takes passwords, whose tokens are for an audience and last a while.
   */
  static void makeClient(String realm, String client, String audience, int seconds) {
    admin()
        .body(
            Map.of(
                "clientId",
                client,
                "enabled",
                true,
                "secret",
                client,
                "publicClient",
                false,
                "directAccessGrantsEnabled",
                true,
                "serviceAccountsEnabled",
                true,
                "attributes",
                Map.of("access.token.lifespan", Integer.toString(seconds)),
                "protocolMappers",
                List.of(audienceMapper(audience), groupsMapper())))
        .post("/admin/realms/" + realm + "/clients")
        .then()
        .statusCode(201);
  }

  private static Map<String, Object> audienceMapper(String audience) {
    return Map.of(
        "name", "audience",
        "protocol", "openid-connect",
        "protocolMapper", "oidc-audience-mapper",
        "config", Map.of("included.custom.audience", audience, "access.token.claim", "true"));
  }

  private static Map<String, Object> groupsMapper() {
    return Map.of(
        "name", "groups",
        "protocol", "openid-connect",
        "protocolMapper", "oidc-group-membership-mapper",
        "config",
            Map.of("full.path", "true", "claim.name", "groups", "access.token.claim", "true"));
  }

  /** Where the portal of this test run is. */
  static void portalAt(String broker) {
    String id = idOf(REALM, "clients?clientId=" + Keycloak.PORTAL);
    Map<String, Object> client =
        admin().get("/admin/realms/" + REALM + "/clients/" + id).jsonPath().getMap("$");
    Map<String, Object> attributes =
        admin().get("/admin/realms/" + REALM + "/clients/" + id).jsonPath().getMap("attributes");
    attributes.put("backchannel.logout.url", broker + "/signin/backchannel-logout");
    attributes.put("post.logout.redirect.uris", broker + "/");
    client.put("attributes", attributes);
    client.put("redirectUris", List.of(broker + "/signin/sso"));
    admin().body(client).put("/admin/realms/" + REALM + "/clients/" + id).then().statusCode(204);
  }

  static String secretOf(String client) {
    return secretOf(Keycloak.address(), client);
  }

  /**
   * @param keycloak where it is, while the settings do not say so yet
   */
  static String secretOf(String keycloak, String client) {
    String id =
        admin(keycloak)
            .get("/admin/realms/" + REALM + "/clients?clientId=" + client)
            .then()
            .statusCode(200)
            .extract()
            .path("[0].id");
    return admin(keycloak)
        .get("/admin/realms/" + REALM + "/clients/" + id + "/client-secret")
        .then()
        .statusCode(200)
        .extract()
        .path("value");
  }

  /** One of Keycloak's own organizations, with a member. */
  static void makeOrganization(String alias, String member) {
    admin()
        .body(
            Map.of(
                "name",
                alias,
                "alias",
                alias,
                "domains",
                List.of(Map.of("name", alias + ".example.org", "verified", true))))
        .post("/admin/realms/" + REALM + "/organizations")
        .then()
        .statusCode(201);
    String id = idOf(REALM, "organizations?exact=true&search=" + alias);
    admin()
        .body(member)
        .post("/admin/realms/" + REALM + "/organizations/" + id + "/members")
        .then()
        .statusCode(201);
  }

  static void moveOutOf(String user, String group, String below) {
    admin()
        .delete("/admin/realms/" + REALM + "/users/" + user + "/groups/" + child(group, below))
        .then()
        .statusCode(204);
  }

  /**
   * @param name of a person, or of the service account of a client
   */
  static void moveInto(String name, String group, String below) {
    String user = idOf(REALM, "users?exact=true&username=" + name);
    admin()
        .put("/admin/realms/" + REALM + "/users/" + user + "/groups/" + child(group, below))
        .then()
        .statusCode(204);
  }

  private static String child(String group, String below) {
    String parent = idOf(REALM, "groups?exact=true&search=" + group);
    return admin()
        .get("/admin/realms/" + REALM + "/groups/" + parent + "/children?search=" + below)
        .then()
        .extract()
        .path("[0].id");
  }

  static void shutOut(String user) {
    admin()
        .body(Map.of("enabled", false))
        .put("/admin/realms/" + REALM + "/users/" + user)
        .then()
        .statusCode(204);
  }

  /** How long the tokens of the portal live. */
  static void hastenPortal(int seconds) {
    String id = idOf(REALM, "clients?clientId=" + Keycloak.PORTAL);
    Map<String, Object> client =
        admin().get("/admin/realms/" + REALM + "/clients/" + id).jsonPath().getMap("$");
    Map<String, Object> attributes =
        admin().get("/admin/realms/" + REALM + "/clients/" + id).jsonPath().getMap("attributes");
    attributes.put("access.token.lifespan", Integer.toString(seconds));
    client.put("attributes", attributes);
    admin().body(client).put("/admin/realms/" + REALM + "/clients/" + id).then().statusCode(204);
  }

  static void endSessionsOf(String user) {
    admin().post("/admin/realms/" + REALM + "/users/" + user + "/logout").then().statusCode(204);
  }

  /** From now on tokens are signed with another key. */
  static void rotateKeys() {
    String realm = admin().get("/admin/realms/" + REALM).then().extract().path("id");
    admin()
        .body(
            Map.of(
                "name", "rotated",
                "providerId", "rsa-generated",
                "providerType", "org.keycloak.keys.KeyProvider",
                "parentId", realm,
                "config", Map.of("priority", List.of("500"), "algorithm", List.of("RS256"))))
        .post("/admin/realms/" + REALM + "/components")
        .then()
        .statusCode(201);
  }

  private static String idOf(String realm, String query) {
    return admin()
        .get("/admin/realms/" + realm + "/" + query)
        .then()
        .statusCode(200)
        .extract()
        .path("[0].id");
  }

  private static RequestSpecification admin() {
    return admin(Keycloak.address());
  }

  private static RequestSpecification admin(String keycloak) {
    String token =
        given()
            .formParam("grant_type", "password")
            .formParam("client_id", "admin-cli")
            .formParam("username", Keycloak.ADMIN)
            .formParam("password", Keycloak.ADMIN)
            .post(keycloak + "/realms/master/protocol/openid-connect/token")
            .then()
            .statusCode(200)
            .extract()
            .path("access_token");
    return given()
        .baseUri(keycloak)
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer " + token);
  }
}
