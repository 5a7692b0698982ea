package io.tradewind.server.identity;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.identity.Keycloak.AUDIENCE;
import static io.tradewind.server.identity.Keycloak.PARTNERS;
import static io.tradewind.server.identity.Keycloak.REALM;
import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.tradewind.server.portal.Chromium;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** People and programs whom a real Keycloak vouches for. */
@QuarkusTest
@NeedsKeycloak
@TestProfile(KeycloakIT.Signed.class)
@WithTestResource(value = Keycloak.class, scope = TestResourceScope.MATCHING_RESOURCES)
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {
  /** A broker of its own, with little to do. */
  public static class Signed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tradewind.local.site", "false");
    }
  }

  private static final String CLIENT = "testing";
  private static final String HASTY = "hasty";
  private static final String ELSEWHERE = "elsewhere";
  private static final String OTHER_REALM = "strangers";

  private static boolean isFurnished;
  private static String annasId = "";
  private static String dinasId = "";

  @Inject Sql sql;

  @BeforeEach
  void furnish() {
    if (isFurnished) {
      return;
    }
    isFurnished = true;
    KeycloakAdmin.makeGroup(REALM, "acme", "developer", "broker_admin");
    KeycloakAdmin.makeClient(REALM, CLIENT, AUDIENCE, 300);
    KeycloakAdmin.makeClient(REALM, HASTY, AUDIENCE, 1);
    KeycloakAdmin.makeClient(REALM, ELSEWHERE, "somebody-else", 300);
    annasId = KeycloakAdmin.makeUser(REALM, "anna", "/acme/developer");
    KeycloakAdmin.makeUser(REALM, "bert");
    dinasId = KeycloakAdmin.makeUser(REALM, "dina");
    KeycloakAdmin.makeUser(REALM, "cleo", "/acme/broker_admin");
    KeycloakAdmin.makeUser(REALM, "root", "/tradewind-broker-admins");
    KeycloakAdmin.makeRealm(OTHER_REALM);
    KeycloakAdmin.makeClient(OTHER_REALM, CLIENT, AUDIENCE, 300);
    KeycloakAdmin.makeUser(OTHER_REALM, "anna");
    KeycloakAdmin.makeGroup(PARTNERS, "acme", "developer");
    KeycloakAdmin.makeGroup(PARTNERS, "partner", "developer");
    KeycloakAdmin.makeGroup(PARTNERS, "tradewind-broker-admins");
    KeycloakAdmin.makeClient(PARTNERS, CLIENT, AUDIENCE, 300);
    KeycloakAdmin.makeUser(
        PARTNERS, "paul", "/acme/developer", "/partner/developer", "/tradewind-broker-admins");
    KeycloakAdmin.makeOrganization("globex", KeycloakAdmin.makeUser(REALM, "gina"));
    organization("acme", "null");
    organization("globex", "null");
    organization("partner", "'%s'".formatted(Keycloak.issuer(PARTNERS)));
  }

  /** With a project, and the issuer whose word counts there. */
  private void organization(String alias, String issuer) {
    UUID id = UUID.randomUUID();
    sql.run(
        "insert into organization (id, name, alias, issuer) values ('%s', '%s', '%s', %s)"
            .formatted(id, alias, alias, issuer));
    sql.run(
        "insert into project (id, organization, name) values ('%s', '%s', 'Default')"
            .formatted(UUID.randomUUID(), id));
  }

  @Test
  @Order(1)
  void aGroupMakesADeveloperOfOneOrganization() {
    me(token("anna"))
        .statusCode(200)
        .body("mode", equalTo("openid"))
        .body("name", equalTo("anna Tester"))
        .body("roles", containsInAnyOrder("viewer", "developer"));
    as(token("anna")).get("/api/v1/workloads").then().statusCode(200);
    as(token("anna")).get("/api/v1/members").then().statusCode(403);
  }

  @Test
  @Order(2)
  void whoeverSignsInFirstHasNoRoleAndNoOrganization() {
    me(token("bert")).statusCode(200).body("roles", hasSize(0)).body("organization", nullValue());
    as(token("bert"))
        .get("/api/v1/offers")
        .then()
        .statusCode(403)
        .body("code", equalTo("no_organization"));
  }

  @Test
  @Order(3)
  void aGroupOfAnOrganizationMakesNobodyRunTheBroker() {
    me(token("cleo")).statusCode(200).body("roles", containsInAnyOrder("viewer"));
    me(token("root")).statusCode(200).body("roles", hasItem("broker_admin"));
  }

  @Test
  @Order(4)
  void aProgramSignsInWithItsOwnSecret() {
    String token =
        Keycloak.tokenOfProgram(Keycloak.PIPELINE, KeycloakAdmin.secretOf(Keycloak.PIPELINE));
    me(token)
        .statusCode(200)
        .body("name", startsWith("service-account-tradewind-pipeline"))
        .body("roles", hasSize(0));
  }

  @Test
  @Order(5)
  void aProgramIsWhatItsGroupsMakeOfIt() {
    KeycloakAdmin.moveInto("service-account-" + Keycloak.PIPELINE, "acme", "developer");
    String token =
        Keycloak.tokenOfProgram(Keycloak.PIPELINE, KeycloakAdmin.secretOf(Keycloak.PIPELINE));
    me(token).body("roles", containsInAnyOrder("viewer", "developer"));
    as(token).get("/api/v1/workloads").then().statusCode(200);
    as(token).get("/api/v1/members").then().statusCode(403);
  }

  @Test
  @Order(4)
  void anOrganizationOfKeycloakLetsItsMembersLook() {
    String token = Keycloak.tokenOf(REALM, CLIENT, "gina", "openid organization");
    me(token).statusCode(200).body("roles", containsInAnyOrder("viewer"));
    as(token).get("/api/v1/offers").then().statusCode(200);
    as(token).get("/api/v1/secrets").then().statusCode(403);
  }

  @Test
  @Order(4)
  void aFurtherIssuerIsHeardForItsOwnOrganizationsAlone() {
    String token = Keycloak.tokenOf(PARTNERS, CLIENT, "paul");
    me(token).statusCode(200).body("roles", containsInAnyOrder("viewer", "developer"));
    as(token).get("/api/v1/organizations").then().body("items.alias", contains("partner"));
    as(token)
        .header("Tradewind-Organization", "acme")
        .get("/api/v1/workloads")
        .then()
        .statusCode(403);
  }

  @Test
  @Order(5)
  void aTokenForSomebodyElseIsRefused() {
    me(Keycloak.tokenOf(REALM, ELSEWHERE, "anna")).statusCode(401);
  }

  @Test
  @Order(6)
  void aTokenOfAnotherRealmIsRefused() {
    me(Keycloak.tokenOf(OTHER_REALM, CLIENT, "anna")).statusCode(401);
  }

  @Test
  @Order(7)
  void anExpiredTokenIsRefused() {
    String token = Keycloak.tokenOf(REALM, HASTY, "anna");
    eventually(() -> as(token).get("/api/v1/me").statusCode(), status -> status == 401);
  }

  @Test
  @Order(8)
  void aTokenThatNobodySignedIsRefused() {
    String[] parts = token("anna").split("\\.");
    String none = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    me(none + "." + parts[1] + ".").statusCode(401);
    me(none + "." + parts[1] + "." + parts[2]).statusCode(401);
    me(encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2])
        .statusCode(401);
  }

  @Test
  @Order(9)
  void aTokenThatWasChangedIsRefused() {
    String[] parts = token("bert").split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String forged = encoded(claims.replace("bert", "root"));
    me(parts[0] + "." + forged + "." + parts[2]).statusCode(401);
  }

  @Test
  @Order(10)
  void theOwnersTokenOpensNothingHere() {
    me(Owner.token()).statusCode(401);
    given().get("/api/v1/me").then().statusCode(401).body("code", equalTo("sign_in_needed"));
  }

  @Test
  @Order(11)
  void anApiTokenStandsInForItsPersonUntilItIsRevoked() {
    String made =
        as(token("anna"))
            .contentType(ContentType.JSON)
            .body(Map.of("name", "pipeline", "roles", List.of("developer"), "access", "read"))
            .post("/api/v1/api-tokens")
            .then()
            .statusCode(201)
            .extract()
            .asString();
    String token = JsonPath.from(made).getString("token");
    String id = JsonPath.from(made).getString("details.id");
    as(token).get("/api/v1/workloads").then().statusCode(200);
    as(token("anna")).delete("/api/v1/api-tokens/" + id).then().statusCode(204);
    as(token).get("/api/v1/workloads").then().statusCode(401);
  }

  @Test
  @Order(11)
  void aRevokedTokenOpensNothingOnceTheIssuersLastWordIsOld() {
    String token = token("dina");
    me(token).statusCode(200);
    Keycloak.revoke(CLIENT, token);
    assertRefusedSoon(token);
  }

  @Test
  @Order(11)
  void whoeverIsSignedOutOrShutOutIsRefusedWithAllTheirTokens() {
    String one = token("dina");
    String other = token("dina");
    me(one).statusCode(200);
    KeycloakAdmin.endSessionsOf(dinasId);
    assertRefusedSoon(one);
    me(other).statusCode(401);

    String again = token("dina");
    me(again).statusCode(200);
    KeycloakAdmin.shutOut(dinasId);
    assertRefusedSoon(again);
  }

  /** A second is for how long this broker believes what it heard before. */
  private static void assertRefusedSoon(String token) {
    eventually(
        Duration.ofSeconds(3),
        () -> as(token).get("/api/v1/me").statusCode(),
        status -> status == 401);
  }

  @Test
  @Order(12)
  void keysAreReplacedWhileTheBrokerRuns() {
    String before = token("anna");
    KeycloakAdmin.rotateKeys();
    String after = token("anna");
    assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
    eventually(() -> as(after).get("/api/v1/me").statusCode(), status -> status == 200);
    me(before).statusCode(200);
  }

  @Test
  @Order(13)
  void aBrowserSignsInIsSentAwayAndKnowsIt() {
    Optional<Path> program = Chromium.onThisMachine();
    assumeThat(program).as("no Chromium on this machine").isPresent();
    KeycloakAdmin.portalAt(broker());
    try (Chromium chromium = Chromium.start(program.orElseThrow())) {
      Page page = chromium.stranger();
      signIn(page, "gina");
      assertThat(me(page)).contains("\"roles\":[\"viewer\"]");
      assertThat(change(page, Map.of())).isEqualTo(403);
      assertThat(change(page, Map.of("X-Tradewind", "1"))).isEqualTo(400);

      page.navigate(broker() + "/signin/out");
      assertThat(page.url()).startsWith(broker() + "/?");
      assertThat(statusOfMe(page)).isEqualTo(401);

      KeycloakAdmin.hastenPortal(2);
      signIn(page, "anna");
      assertThat(me(page)).contains("\"roles\":[\"developer\",\"viewer\"]");
      assertThat(manyAtOnceWhenTheTokenIsOld(page)).containsOnly(200);
      KeycloakAdmin.endSessionsOf(annasId);
      eventually(() -> statusOfMe(page), status -> status == 401);
      assertThat(page.navigate(broker() + "/").status()).as("the way back in").isNotEqualTo(401);
    }
  }

  @Test
  @Order(14)
  void whoeverLeavesAGroupLosesItsRole() {
    KeycloakAdmin.moveOutOf(annasId, "acme", "developer");
    me(token("anna")).statusCode(200).body("roles", hasSize(0));
  }

  private static void signIn(Page page, String user) {
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    new KeycloakPortal(user).enter(page);
    assertThat(asked)
        .anyMatch(
            url ->
                url.startsWith(Keycloak.issuer(REALM))
                    && url.contains("code_challenge_method=S256"));
  }

  private static int statusOfMe(Page page) {
    return (int) page.evaluate("async () => (await fetch('/api/v1/me')).status");
  }

  /** As the portal asks: several things at a time, with one cookie. */
  @SuppressWarnings("unchecked")
  private static List<Integer> manyAtOnceWhenTheTokenIsOld(Page page) {
    return (List<Integer>)
        page.evaluate(
            "async () => { await new Promise((later) => setTimeout(later, 2500));"
                + " const all = Array.from({length: 6}, () => fetch('/api/v1/me'));"
                + " return (await Promise.all(all)).map((answer) => answer.status); }");
  }

  private static String me(Page page) {
    return (String) page.evaluate("async () => (await fetch('/api/v1/me')).text()");
  }

  /** A change that rests on the cookie alone, as a foreign page could send it. */
  private static int change(Page page, Map<String, String> headers) {
    return (int)
        page.evaluate(
            "async (headers) => (await fetch('/api/v1/api-tokens', {method: 'POST',"
                + " headers})).status",
            headers);
  }

  private static String token(String user) {
    return Keycloak.tokenOf(REALM, CLIENT, user);
  }

  private static String keyOf(String token) {
    return token.split("\\.")[0];
  }

  private static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static ValidatableResponse me(String token) {
    return as(token).get("/api/v1/me").then();
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String broker() {
    return "http://127.0.0.1:" + RestAssured.port;
  }
}
