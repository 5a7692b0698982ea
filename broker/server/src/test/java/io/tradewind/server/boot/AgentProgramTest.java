package io.tradewind.server.boot;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.ProbeProfile.MACHINES_NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine that comes up empty fetches, under the broker's name in the world. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(ProbeProfile.class)
class AgentProgramTest {
  private static final String JAR = "/agent/v1/agent.jar";

  @BeforeEach
  void needsTheAgent() {
    Aboard.needsTheAgent();
  }

  @Test
  void theProgramHasTheChecksumThatIsTold() throws Exception {
    byte[] jar = get(JAR).then().statusCode(200).extract().asByteArray();
    String told = get(JAR + ".sha256").then().statusCode(200).extract().asString();

    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
    assertThat(told).isEqualTo(sum + "  agent.jar\n");
    assertThat(new String(jar, 0, 2, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("PK");
    assertThat(jar).hasSizeGreaterThan(1_000_000);
  }

  @Test
  void whoHasItNeedNotFetchItAgain() {
    String tag = get(JAR).header("ETag");

    given().header("If-None-Match", tag).get(JAR).then().statusCode(304);
    given().header("If-None-Match", "\"other\"").get(JAR).then().statusCode(200);
  }

  @Test
  void anInterruptedDownloadGoesOn() {
    byte[] whole = get(JAR).asByteArray();

    Response rest = given().header("Range", "bytes=1000000-").get(JAR);

    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.header("Content-Range"))
        .isEqualTo("bytes 1000000-%d/%d".formatted(whole.length - 1, whole.length));
    assertThat(rest.asByteArray()).isEqualTo(Arrays.copyOfRange(whole, 1_000_000, whole.length));
    given().header("Range", "bytes=99999999-").get(JAR).then().statusCode(416);
  }

  @Test
  void machinesReachTheirPathsUnderTheNameThatIsSet() {
    as(MACHINES_NAME, JAR + ".sha256").then().statusCode(200);
    given()
        .header("Host", MACHINES_NAME)
        .contentType("application/json")
        .body("{\"token\": \"invented\", \"publicKey\": \"x\", \"agentVersion\": \"1\"}")
        .post("/agent/v1/enrolments")
        .then()
        .statusCode(400);
    as("elsewhere.example", JAR + ".sha256").then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/info",
        "/api/v1/me",
        "/q/health/live",
        "/agent/v1/../../api/v1/info",
        "/agent/v1/%2e%2e/%2e%2e/api/v1/info",
        "/agent/v1/..%2f..%2fapi/v1/info",
        "/agent/v1;/../../api/v1/info",
        "//api/v1/info"
      })
  void nothingElseIsReachedUnderThatName(String path) {
    Response reply = as(MACHINES_NAME, path);

    assertThat(reply.statusCode()).isIn(400, 403, 404);
    assertThat(reply.asString()).doesNotContain("standalone\"").doesNotContain("<html");
  }

  private static Response get(String path) {
    return given().get(path);
  }

  private static Response as(String host, String path) {
    return given().urlEncodingEnabled(false).header("Host", host).get(path);
  }
}
