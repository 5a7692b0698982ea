package io.tradewind.server.placement;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.workload.SpecReader;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A real catalogue of 124,085 machines: what the broker chooses is the minimum over the file's own
 * rows.
 */
@QuarkusTest
@TestProfile(CatalogEquivalenceIT.RealCatalog.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class CatalogEquivalenceIT {
  private static final long SEED = 20260720;
  private static final int REQUESTS = 400;
  private static final int OVER_HTTP = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Inject LiveMarket market;
  @Inject Placements placements;
  @Inject SpecReader specs;

  /** Nothing but the catalogue is on the market. */
  public static class RealCatalog implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tradewind.catalog.files",
          Files.exists(RawCatalog.FILE)
              ? RawCatalog.FILE.toAbsolutePath().normalize().toString()
              : "",
          "tradewind.catalog.bundled",
          "false",
          "tradewind.local.site",
          "false",
          "tradewind.feed.interval",
          "P1D");
    }
  }

  @Test
  void theChoiceIsTheCheapestRowOfTheFile() throws Exception {
    assumeTrue(
        Files.exists(RawCatalog.FILE),
        "Skipped: there is no catalogue at " + RawCatalog.FILE.toAbsolutePath().normalize());
    List<RawCatalog.Row> rows = RawCatalog.sellable();
    awaitMarket();
    List<RandomRequest> requests = RandomRequest.many(REQUESTS, SEED);

    List<String> differences = new ArrayList<>();
    int placed = 0;
    for (int i = 0; i < REQUESTS; i++) {
      RandomRequest request = requests.get(i);
      Optional<BigDecimal> expected = cheapest(rows, request);
      Optional<BigDecimal> chosen = i < OVER_HTTP ? overHttp(request) : direct(request);
      placed += chosen.isPresent() ? 1 : 0;
      if (expected.isPresent() != chosen.isPresent()
          || (chosen.isPresent() && chosen.get().compareTo(expected.get()) != 0)) {
        differences.add(
            "%s: the file says %s, the broker %s".formatted(request.tree(), expected, chosen));
      }
    }

    assertThat(differences).isEmpty();
    assertThat(placed).isGreaterThan(REQUESTS / 2);
    assertThat(market.market().size()).isEqualTo(rows.size());
  }

  private static Optional<BigDecimal> cheapest(List<RawCatalog.Row> rows, RandomRequest request) {
    return rows.stream()
        .filter(request.accepts())
        .map(RawCatalog.Row::price)
        .min(BigDecimal::compareTo);
  }

  private Optional<BigDecimal> direct(RandomRequest request) {
    Placement placement =
        placements.match(
            Asker.watching(Tenants.DEFAULT_ORGANIZATION),
            specs.read(request.tree()),
            Scope.VISIBLE);
    return placement.choice().map(choice -> choice.offer().price().perHour().amount());
  }

  private static Optional<BigDecimal> overHttp(RandomRequest request) {
    String amount =
        Owner.asOwner()
            .contentType("application/json")
            .body(request.tree())
            .post("/api/v1/placements/preview")
            .then()
            .statusCode(200)
            .extract()
            .path("choice?.offer?.price?.amount");
    return Optional.ofNullable(amount).map(BigDecimal::new);
  }

  /** The first reading begins when the broker starts. */
  private void awaitMarket() {
    eventually(PATIENCE, market::isSettled, settled -> settled);
  }
}
