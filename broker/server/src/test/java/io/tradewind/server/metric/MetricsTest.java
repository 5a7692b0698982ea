package io.tradewind.server.metric;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class MetricsTest {
  private static final Path TABLE = Path.of("../../infra/observability/metrics.md");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(tradewind_[a-z_]+)`");
  private static final Pattern TOLD = Pattern.compile("(?m)^(tradewind_[a-z_]+)[{ ]");

  /** They have rows once there is something to tell of. */
  private static final Set<String> NOT_YET =
      Set.of(
          "tradewind_match_seconds",
          "tradewind_leases_closed_last_hour",
          "tradewind_launches_last_hour",
          "tradewind_lease_start_seconds",
          "tradewind_orphans_ended_total",
          "tradewind_agents",
          "tradewind_alert_deliveries",
          "tradewind_bill_lines_stray",
          "tradewind_feed_age_seconds",
          "tradewind_feed_offers",
          "tradewind_feed_quarantined",
          "tradewind_feed_failures");

  @Inject StoredFigures stored;

  @Test
  void everyMetricIsInTheTableAndTheTableHoldsNoOther() throws IOException {
    stored.look();
    Set<String> documented = names(DOCUMENTED, Files.readString(TABLE));

    Set<String> told =
        eventually(
            Duration.ofSeconds(30),
            MetricsTest::told,
            names -> names.contains("tradewind_market_offers"));

    assertThat(documented).containsAll(told);
    Set<String> missing = new TreeSet<>(documented);
    missing.removeAll(told);
    assertThat(NOT_YET).containsAll(missing);
  }

  @Test
  void everyStateOfALeaseIsCountedWhenThereIsNone() {
    stored.look();

    String text = text();

    for (String state : Set.of("requested", "provisioning", "active", "reclaiming")) {
      assertThat(text).containsPattern("tradewind_leases\\{[^}]*state=\"" + state + "\"");
    }
    assertThat(text).contains("tradewind_leases_overdue_seconds");
  }

  private static Set<String> told() {
    return names(TOLD, text()).stream()
        .map(name -> name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text() {
    return asOwner().get("/q/metrics").then().statusCode(200).extract().asString();
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
