package io.tradewind.server.signin;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class SigninTest {
  @Test
  void theOwnersTokenIsForItsOwnerOnly() throws IOException {
    assertThat(Owner.token()).startsWith("twd_owner_");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Owner.tokenFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void theOwnerIsTheOwnerOfTheDefaultOrganization() {
    asOwner()
        .get("/api/v1/me")
        .then()
        .statusCode(200)
        .body("subject", equalTo("owner"))
        .body("roles", hasItem("owner"))
        .body("organization", equalTo(Tenants.DEFAULT_ORGANIZATION.toString()))
        .body("project", equalTo(Tenants.DEFAULT_PROJECT.toString()))
        .body("mode", equalTo("standalone"));
  }

  @Test
  void anybodyMayKnowWhatThisIs() {
    given().get("/api/v1/info").then().statusCode(200).body("name", equalTo("Tradewind"));
  }

  @Test
  void aWrongTokenIsRefusedAsAProblem() {
    given()
        .header("Authorization", "Bearer twd_owner_wrong")
        .get("/api/v1/me")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", "Bearer")
        .body("code", equalTo("sign_in_needed"));
  }

  @Test
  void aTokenOfAnotherSchemeIsRefused() {
    given()
        .auth()
        .preemptive()
        .basic("owner", Owner.token())
        .get("/api/v1/me")
        .then()
        .statusCode(401);
  }

  @Test
  void aWrongTokenIsRefusedEvenWithAGoodCookie() {
    given()
        .cookie("tradewind_session", sessionOf(open(freshLink())))
        .header("Authorization", "Bearer twd_owner_wrong")
        .get("/api/v1/me")
        .then()
        .statusCode(401);
  }

  @Test
  void aLinkSignsABrowserInAndLeadsToThePortal() {
    open(freshLink())
        .then()
        .statusCode(303)
        .header("Location", containsString("/"))
        .header("Cache-Control", "no-store")
        .header("Set-Cookie", containsString("HttpOnly"))
        .header("Set-Cookie", containsString("SameSite=Strict"));
  }

  @Test
  void theCookieIsEnoughToRead() {
    given()
        .cookie("tradewind_session", sessionOf(open(freshLink())))
        .get("/api/v1/me")
        .then()
        .statusCode(200);
  }

  @Test
  void aLinkWorksOnce() {
    var link = freshLink();
    open(link);

    open(link)
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo("link_expired"));
  }

  @Test
  void anInventedCodeSignsNobodyIn() {
    open(URI.create("/signin?code=guess")).then().statusCode(401);
    open(URI.create("/signin")).then().statusCode(401);
  }

  @Test
  void anInventedCookieSignsNobodyIn() {
    given().cookie("tradewind_session", "guess").get("/api/v1/me").then().statusCode(401);
  }

  @Test
  void aChangeWithTheCookieAloneIsRefused() {
    given()
        .cookie("tradewind_session", sessionOf(open(freshLink())))
        .post("/api/v1/signin-links")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("code", equalTo("cross_site"));
  }

  @Test
  void aChangeFromAForeignPageIsRefusedEvenWithTheHeader() {
    given()
        .cookie("tradewind_session", sessionOf(open(freshLink())))
        .header("X-Tradewind", "1")
        .header("Origin", "http://elsewhere.example")
        .post("/api/v1/signin-links")
        .then()
        .statusCode(403);
  }

  @Test
  void aChangeFromThePortalPasses() {
    given()
        .cookie("tradewind_session", sessionOf(open(freshLink())))
        .header("X-Tradewind", "1")
        .header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
        .post("/api/v1/signin-links")
        .then()
        .statusCode(201);
  }

  @Test
  void signingOutEndsTheSession() {
    var session = sessionOf(open(freshLink()));
    given()
        .cookie("tradewind_session", session)
        .header("X-Tradewind", "1")
        .post("/api/v1/signout")
        .then()
        .statusCode(204);

    given().cookie("tradewind_session", session).get("/api/v1/me").then().statusCode(401);
  }

  private static URI freshLink() {
    return URI.create(
        asOwner().post("/api/v1/signin-links").then().statusCode(201).extract().path("url"));
  }

  private static Response open(URI link) {
    return given()
        .redirects()
        .follow(false)
        .urlEncodingEnabled(false)
        .get(link.getPath() + query(link));
  }

  private static String query(URI link) {
    return link.getRawQuery() == null ? "" : "?" + link.getRawQuery();
  }

  private static String sessionOf(Response signedIn) {
    return signedIn.then().statusCode(303).extract().cookie("tradewind_session");
  }
}
