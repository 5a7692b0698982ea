package io.tradewind.server.site;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small modules near their users, one a site: the price alone would choose another. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class EdgeTest {
  private static final String JETSON = "Jetson-AGX-Orin-64GB";

  @Inject Town town;
  private Yard yard;

  @BeforeEach
  void inTheYard() {
    yard = new Yard(town);
  }

  @Test
  void theNearestModuleIsChosenAndTheDearerOneAtThat() {
    Yard.Founded near = edge("Oslo", "NO", "0.20");
    Yard.Founded far = edge("Madrid", "ES", "0.10");

    assertThat(choice(near, far, "nearest")).isEqualTo(near.seller());
    assertThat(choice(near, far, "cheapest")).isEqualTo(far.seller());
  }

  @Test
  void aModuleIsSoldAsOne() {
    Yard.Founded site = edge("Oslo", "NO", "0.20");

    assertThat(yard.offers(site))
        .extracting(offer -> offer.path("instanceType").asText())
        .containsExactly("jetson-agx-orin-64gb-1");
  }

  private Yard.Founded edge(String city, String country, String price) {
    String name = "Edge " + UUID.randomUUID();
    var made =
        asOwner()
            .contentType("application/json")
            .body(
                """
                {"name": "%s", "operator": "Idle Iron AS", "city": "%s", "country": "%s", "terms": "2026-11"}
                """
                    .formatted(name, city, country))
            .post("/api/v1/sites");
    made.then().statusCode(201);
    Yard.Founded site = new Yard.Founded(made.path("id"), made.path("provider"));
    yard.machine(site, JETSON, 62_835, 1);
    Yard.ask(
            site,
            "{\"unit\": \"%s\", \"base\": {\"amount\": \"%s\", \"currency\": \"USD\"}}"
                .formatted(JETSON, price))
        .then()
        .statusCode(200);
    yard.onSale(site);
    return site;
  }

  private static String choice(Yard.Founded near, Yard.Founded far, String objective) {
    return Town.yaml()
        .body(
            """
            name: camera
            resources: { accelerators: %s }
            run: python watch.py
            placement:
              providers: { allow: [%s, %s] }
              users: [ { country: NO, weight: 1 } ]
              objective: %s
              within_price_pct: 100
            """
                .formatted(JETSON, near.seller(), far.seller(), objective))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200)
        .extract()
        .as(JsonNode.class)
        .path("choice")
        .path("offer")
        .path("provider")
        .asText();
  }
}
