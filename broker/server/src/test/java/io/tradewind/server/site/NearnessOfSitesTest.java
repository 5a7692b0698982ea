package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.tradewind.api.agent.SelfTestReport;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a site's agents measure to landmarks is how near the site is; what cannot be is not. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class NearnessOfSitesTest {
  private static final String IRELAND = "network.landmark.aws_eu_west_1";

  @Inject Town town;
  private Yard yard;
  private Yard.Founded site;
  private TestAgent agent;
  private JsonNode asked;

  /** In Oslo, 1,270 km from Dublin: light in fibre takes 12.4 ms there and back. */
  @BeforeEach
  void aSiteWhoseAgentIsToMeasure() {
    yard = new Yard(town);
    site = yard.found("\"ask\": {\"amount\": \"0.02\", \"currency\": \"USD\"}");
    agent = yard.machine(site, "none", 0, 0);
    asked = agent.heartbeat().body();
    yard.onSale(site);
  }

  @Test
  void theAgentIsToldOfLandmarksAndWhatItMeasuresIsTheSitesNearness() {
    assertThat(asked.path("landmarks").findValuesAsText("name"))
        .containsExactly("aws_eu_west_1", "aws_us_east_1");
    assertThat(toIreland().<String>get("basis")).isEqualTo("estimated");

    measured(28.5);

    JsonPath trip = eventually(this::toIreland, it -> "measured".equals(it.<String>get("basis")));
    assertThat(trip.getDouble("milliseconds")).isEqualTo(28.5);
    assertThat(trip.getString("source")).startsWith("self-test of " + site.seller());
    JsonNode claim = claim();
    assertThat(claim.path("holds").asBoolean()).isTrue();
    assertThat(claim.path("method").asText()).isEqualTo("five connections");
  }

  @Test
  void aWayThatIsShorterThanLightTakesIsNotBelievedAndTakesNothingElseOffTheMarket() {
    measured(6.0);

    JsonNode claim = claim();
    assertThat(claim.path("holds").asBoolean()).isFalse();
    assertThat(claim.path("remark").asText())
        .startsWith("6.0 ms to aws/eu-west-1: light in fibre takes at least 1");
    assertThat(toIreland().<String>get("basis")).isEqualTo("estimated");
    assertThat(yard.site(site).path("agents").path(0).path("note").isNull()).isTrue();
    assertThat(yard.offers(site)).isNotEmpty();
  }

  private void measured(double milliseconds) {
    assertThat(
            agent
                .selfTest(
                    new SelfTestReport(
                        asked.path("selfTest").asText(),
                        "finished",
                        true,
                        List.of(new Measurement(IRELAND, milliseconds, "ms", "five connections"))))
                .status())
        .isEqualTo(204);
  }

  private JsonNode claim() {
    return town.get(site.path("/claims")).path("items").path(0);
  }

  /** How far it is from the site to data in Ireland, as a preview tells. */
  private JsonPath toIreland() {
    return asOwner()
        .contentType("application/json")
        .body(
            """
            {"name": "near", "resources": {"cpus": "1+"}, "run": "true",
              "data": [{"uri": "s3://bucket/x", "size": "1GB", "region": "aws/eu-west-1", "access": "read"}],
              "placement": {"providers": {"allow": ["%s"]}}}
            """
                .formatted(site.seller()))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .setRootPath("choice.roundTrip");
  }
}
