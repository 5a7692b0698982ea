package io.tradewind.server.signin;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without a credential nothing is reached: not one endpoint, and not by a differently written path.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class ClosedByDefaultTest {
  private static final Set<String> OPEN = Set.of("/api/v1/info");

  @Test
  void everyEndpointOfTheContractAnswers401() {
    var paths = contract();
    assertThat(paths).containsKey("/api/v1/me");
    paths.forEach(
        (path, operations) -> {
          if (!OPEN.contains(path) && !path.startsWith("/agent/")) {
            operations.keySet().stream()
                .filter(ClosedByDefaultTest::isMethod)
                .forEach(method -> refuses(method, path));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/openapi",
        "/q/metrics",
        "/q/openapi?format=json",
        "/api/v1/nothing-here",
        "/api"
      })
  void whatIsNotInTheContractAnswers401Too(String path) {
    refuses("get", path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//api/v1/me",
        "/api//v1/me",
        "/x/../api/v1/me",
        "/%61pi/v1/me",
        "/api;x=1/v1/me",
        "/api/v1/me;x=1",
        "/API/v1/me",
        "/./api/v1/me",
        "/api/v1/me/",
        "/api%2Fv1%2Fme",
        "/q;x=1/openapi",
        "/%71/openapi",
        "//q/openapi"
      })
  void aDifferentlyWrittenPathIsNoWayIn(String path) {
    var body = given().urlEncodingEnabled(false).get(path).then().extract().body().asString();
    assertThat(body).doesNotContain("\"subject\"").doesNotContain("openapi: 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elsewhere.example",
        "127.0.0.1.elsewhere.example",
        "192.168.1.7",
        "localhost.elsewhere.example:80"
      })
  void aForeignNameForThisMachineIsRefused(String host) {
    asOwner()
        .header("Host", host)
        .get("/api/v1/me")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("code", equalTo("loopback_only"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:9999", "[::1]:8080", "LOCALHOST:1"})
  void everyNameOfThisMachineIsServed(String host) {
    asOwner().header("Host", host).get("/api/v1/me").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live", "/api/v1/info"})
  void healthAndInfoAreOpenButNotUnderAForeignName(String path) {
    given().get(path).then().statusCode(200);
    given().header("Host", "elsewhere.example").get(path).then().statusCode(403);
  }

  private static void refuses(String method, String path) {
    given()
        .request(Method.valueOf(method.toUpperCase(Locale.ROOT)), path.replaceAll("\\{[^}]*}", "1"))
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo("sign_in_needed"))
        .body("status", equalTo(401));
  }

  private static boolean isMethod(String key) {
    return Set.of("get", "put", "post", "delete", "patch", "head", "options").contains(key);
  }

  private static Map<String, Map<String, Object>> contract() {
    return asOwner()
        .queryParam("format", "json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .extract()
        .path("paths");
  }
}
