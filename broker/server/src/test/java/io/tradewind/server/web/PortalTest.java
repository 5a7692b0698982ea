package io.tradewind.server.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class PortalTest {
  private static final Pattern ASSET = Pattern.compile("/assets/[^\"]+\\.js");

  @BeforeEach
  void thePortalIsInThisBuild() {
    assumeThat(getClass().getClassLoader().getResource("META-INF/resources/index.html"))
        .as("the portal was left out of this build with -Dskip.web")
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/index.html", "/market", "/workloads/7/log", "/offers/aws%3Ap5.48xlarge"})
  void anAddressOfThePortalIsAnsweredWithItsPage(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .contentType(containsString("text/html"))
        .header("Cache-Control", "no-cache")
        .body(containsString("id=\"root\""));
  }

  @Test
  void aMissingFileIsNotAnsweredWithThePage() {
    given().get("/assets/gone.js").then().statusCode(404).body("code", equalTo("not_found"));
  }

  @Test
  void aFileWhoseNameCarriesItsHashIsKeptForever() {
    var matcher = ASSET.matcher(given().get("/").asString());
    assertThat(matcher.find()).isTrue();
    given()
        .get(matcher.group())
        .then()
        .statusCode(200)
        .header("Cache-Control", "public, max-age=31536000, immutable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/market", "/api/v1/info", "/api/v1/me", "/assets/gone.js"})
  void everyReplyTellsTheBrowserToRunNothingForeign(String path) {
    given()
        .get(path)
        .then()
        .header("Content-Security-Policy", containsString("script-src 'self';"))
        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer");
  }

  @Test
  void noPostReachesAPage() {
    given().post("/market").then().statusCode(not(200));
  }
}
