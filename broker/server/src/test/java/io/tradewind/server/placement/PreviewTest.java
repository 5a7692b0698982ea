package io.tradewind.server.placement;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class PreviewTest {
  private static final ProviderId FEED = new ProviderId("by-hand");
  private static final String EIGHT_H100 = "resources: { accelerators: H100:8 }\nrun: echo\n";

  @Inject LiveMarket market;

  @BeforeEach
  void twoMachines() {
    TestClock.CLOCK.set(NOON);
    market.market().feeds().forEach(feed -> market.replace(feed, List.of()));
    market.replace(
        FEED,
        List.of(
            offer("dear").at("aws", "eu-west-1").with("H100", 8).price("98.32").build(),
            offer("cheap").at("gcp", "europe-west4").with("H100", 8).price("88").build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "application/yaml; charset=utf-8"
      })
  void aYamlWorkloadIsPlacedAndExplained(String type) {
    preview(type, EIGHT_H100)
        .statusCode(200)
        .body("outcome", equalTo("placed"))
        .body("id", nullValue())
        .body("objective", equalTo("cheapest"))
        .body("choice.offer.id", equalTo("cheap"))
        .body("choice.offer.country", equalTo("NL"))
        .body("choice.pricePerHour.amount", equalTo("88.000000000"))
        .body("choice.cost.total.currency", equalTo("USD"))
        .body("choice.carbon.gramsPerKilowattHour", notNullValue())
        .body("choice.carbon.basis", notNullValue())
        .body("startable", nullValue())
        .body("runnersUp.offer.id", equalTo(List.of("dear")))
        .body("considered", equalTo(2))
        .body("feasible", equalTo(2))
        .body("decidedAt", equalTo("2026-07-20T12:00:00Z"));
  }

  @Test
  void aJsonWorkloadIsPlacedAlike() {
    preview("application/json", "{\"resources\":{\"accelerators\":{\"H100\":8}},\"run\":\"echo\"}")
        .statusCode(200)
        .body("choice.offer.id", equalTo("cheap"));
  }

  @Test
  void whatNothingSatisfiesIsUnplacedWithReasons() {
    preview("application/yaml", "resources: { accelerators: H200:8 }\nrun: echo\n")
        .statusCode(200)
        .body("outcome", equalTo("unplaced"))
        .body("choice", nullValue())
        .body("rejections.reason", hasItem("accelerator"))
        .body("rejections[0].count", equalTo(2));
  }

  @Test
  void aMissedConstraintIsTold() {
    preview("application/yaml", EIGHT_H100 + "placement: { regions: { allow: [aws/eu-west-1] } }\n")
        .statusCode(200)
        .body("choice.offer.id", equalTo("dear"))
        .body("nearestMisses[0].constraint", equalTo("region"))
        .body("nearestMisses[0].candidate.offer.id", equalTo("cheap"));
  }

  @Test
  void theChoiceAloneIsTheSameChoiceWithItsReasons() {
    JsonPath full = preview("application/yaml", EIGHT_H100).extract().jsonPath();
    JsonPath brief =
        preview("application/yaml", EIGHT_H100, "choice").statusCode(200).extract().jsonPath();

    assertThat(full.getList("runnersUp")).isNotEmpty();
    assertThat(brief.getMap("choice")).isEqualTo(full.getMap("choice"));
    assertThat(brief.getList("explanation")).isEqualTo(full.getList("explanation"));
    assertThat(brief.getInt("feasible")).isEqualTo(full.getInt("feasible"));
    for (String left : List.of("runnersUp", "front", "nearestMisses")) {
      assertThat(brief.getList(left)).as(left).isEmpty();
    }
    preview("application/yaml", EIGHT_H100, "all")
        .statusCode(400)
        .body("errors[0].field", equalTo("detail"));
  }

  @Test
  void malformedYamlIsAProblemWithItsPlace() {
    preview("application/yaml", "run: echo\nresources: {cpus: 4\n")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("malformed_body"))
        .body("errors[0].message", containsString("line 3"));
  }

  @Test
  void malformedJsonIsAProblemWithItsPlace() {
    preview("application/json", "{\"run\": ")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].message", containsString("line 1"));
  }

  @Test
  void aWrongWorkloadIsAProblemThatNamesFieldAndAdvice() {
    preview("application/yaml", "resources: { accelerators: H1OO:8 }\nrun: echo\n")
        .statusCode(422)
        .body("errors[0].field", containsString("accelerators"))
        .body("errors[0].advice", containsString("H100"));
  }

  @Test
  void aBodyThatIsNoMappingIsAProblem() {
    preview("application/json", "[1, 2]").statusCode(400).body("errors", hasSize(1));
    preview("application/yaml", "").statusCode(400).body("errors", hasSize(1));
  }

  @Test
  void anotherKindOfBodyIsRefused() {
    preview("application/xml", "<run/>").statusCode(415);
  }

  static ValidatableResponse preview(String type, String body) {
    return preview(type, body, "full");
  }

  private static ValidatableResponse preview(String type, String body, String detail) {
    RequestSpecification request = Owner.asOwner();
    return request
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
        .header("Content-Type", type)
        .queryParam("detail", detail)
        .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/api/v1/placements/preview")
        .then();
  }
}
