package io.tradewind.server.problem;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class ProblemsTest {
  private static final int TEN_MEGABYTES = 10 << 20;

  @Test
  void aRefusalCarriesItsCodeFieldAndAdvice() {
    problem(asOwner().get("/api/v1/faulty/refused"), 409, "idempotency_conflict")
        .body("type", equalTo("urn:tradewind:problem:idempotency_conflict"))
        .body("title", equalTo("Conflict"))
        .body("detail", equalTo("The key was used before."))
        .body("instance", equalTo("/api/v1/faulty/refused"))
        .body("errors[0].field", equalTo("Idempotency-Key"))
        .body("errors[0].message", equalTo("It was used."))
        .body("errors[0].advice", equalTo("Use another."));
  }

  @Test
  void malformedJsonIsLocated() {
    problem(post("{\n  \"name\": \"a\",\n  nodes: 2 }"), 400, "malformed_body")
        .body("errors[0].message", containsString("line 3, column"))
        .body("errors[0].message", not(containsString("com.fasterxml")));
  }

  @Test
  void malformedYamlIsLocated() {
    problem(
            asOwner()
                .config(
                    RestAssured.config()
                        .encoderConfig(
                            EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .contentType("application/yaml")
                .body("name: a\nresources:\n  gpu: [H100\nnodes: 2\n")
                .post("/api/v1/faulty/yaml"),
            400,
            "malformed_body")
        .body("errors[0].message", containsString("line 4"));
  }

  @Test
  void aValueOfTheWrongTypeIsNamedByItsField() {
    problem(post("{\"name\":\"a\",\"nodes\":\"many\"}"), 400, "invalid_field")
        .body("errors.field", hasItem("nodes"))
        .body("errors[0].message", containsString("many"))
        .body("errors[0].message", not(containsString("java.")));
  }

  @Test
  void anObjectInPlaceOfANumberIsNamedByItsField() {
    problem(post("{\"nodes\":{}}"), 400, "invalid_field")
        .body("errors.field", hasItem("nodes"))
        .body("errors[0].message", not(containsString("java.")));
  }

  @Test
  void anUnknownFieldIsAnsweredWithTheKnownOnes() {
    problem(post("{\"nmae\":\"a\"}"), 400, "invalid_field")
        .body("errors.field", hasItem("nmae"))
        .body("errors[0].advice", containsString("name, nodes, shape"));
  }

  @Test
  void whatAValueItselfRefusesIsSaidInItsWords() {
    problem(post("{\"shape\":{\"vcpus\":0}}"), 400, "invalid_field")
        .body("errors.field", hasItem("shape"))
        .body("errors[0].message", equalTo("vcpus is 0. Give at least 1."));
  }

  @Test
  void aBodyOfAnotherKindIsRefused() {
    problem(post("[1,2]"), 400, "malformed_body");
    problem(post("\"text\""), 400, "malformed_body");
  }

  @Test
  void anUnknownPathIsAProblem() {
    problem(asOwner().get("/api/v1/nothing-here"), 404, "not_found")
        .body("detail", containsString("/api/v1/nothing-here"));
    problem(asOwner().get("/q/nothing-here"), 404, "not_found");
    problem(asOwner().get("/assets/gone.js"), 404, "not_found");
  }

  @Test
  void anUnknownIdIsAProblem() {
    problem(
        asOwner().get("/api/v1/faulty/by-id/00000000-0000-4000-8000-000000000009"),
        404,
        "not_found");
  }

  @Test
  void aParameterOfTheWrongTypeIsNotAMissingPath() {
    problem(asOwner().get("/api/v1/faulty/number?limit=many"), 400, "invalid_parameter")
        .body("errors[0].field", equalTo("limit"));
    problem(asOwner().get("/api/v1/faulty/by-id/seven"), 400, "invalid_parameter")
        .body("errors[0].field", equalTo("id"));
  }

  @Test
  void aWrongMethodIsAProblem() {
    problem(asOwner().delete("/api/v1/me"), 405, "method_not_allowed");
  }

  @Test
  void aWrongContentTypeIsAProblem() {
    problem(
        asOwner().contentType("text/csv").body("a,b").post("/api/v1/faulty"),
        415,
        "unsupported_media_type");
  }

  @Test
  void anUnservedAcceptIsAProblem() {
    problem(asOwner().accept("image/png").get("/api/v1/me"), 406, "not_acceptable");
  }

  @Test
  void anUnexpectedFailureTellsItsRequestAndNothingElse() {
    var reply = asOwner().header("X-Request-Id", "my-request-7").get("/api/v1/faulty/broken");
    problem(reply, 500, "unexpected")
        .header("X-Request-Id", "my-request-7")
        .body("detail", containsString("my-request-7"));
    Assertions.assertThat(reply.asString()).doesNotContain("hunter2").doesNotContain("Exception");
  }

  @Test
  void everyReplyHasARequestIdAndAHarmfulOneIsReplaced() {
    given().get("/api/v1/info").then().header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    given()
        .header("X-Request-Id", "a b<script>")
        .get("/api/v1/info")
        .then()
        .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
  }

  @Test
  void aBodyOfTenMegabytesIsRefusedWithItsReason() {
    problem(post("\"" + "x".repeat(TEN_MEGABYTES) + "\""), 413, "body_too_large");
  }

  @Test
  void aBodyOfTenMegabytesWithoutALengthIsRefusedWithItsReason() throws Exception {
    var reply = sendInChunks();
    Assertions.assertThat(reply).contains("body_too_large").contains("\"status\":413");
  }

  private static String sendInChunks() throws IOException, InterruptedException {
    var text = ("\"" + "x".repeat(TEN_MEGABYTES) + "\"").getBytes(StandardCharsets.UTF_8);
    var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text));
    var request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d/api/v1/faulty".formatted(RestAssured.port)))
            .header("Authorization", "Bearer " + Owner.token())
            .header("Content-Type", "application/json")
            .POST(body)
            .build();
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static Response post(String json) {
    return asOwner().contentType("application/json").body(json).post("/api/v1/faulty");
  }

  private static ValidatableResponse problem(Response reply, int status, String code) {
    return reply
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("code", equalTo(code));
  }
}
