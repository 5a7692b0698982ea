package io.tradewind.server.packaged;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.server.testing.PackagedProduct;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A catalogue of 141,777 machines, read again and again by a product that has 384 MiB of heap: room
 * for the market that stands and the one that replaces it.
 */
class RefreshHeapIT {
  private static final Path FILE =
      Path.of("..", "..", "..", "shared", "data", "catalog", "normalized", "offers-wide.csv.gz");
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int REFRESHES = 4;

  @Test
  void refreshesOfAWholeCatalogueFitTheHeap(@TempDir Path folder) throws Exception {
    assumeTrue(
        Files.exists(FILE),
        "Skipped: there is no catalogue at " + FILE.toAbsolutePath().normalize());
    PackagedProduct product =
        PackagedProduct.start(
            folder.resolve("home"),
            PackagedProduct.freePort(),
            "tradewind.demo=false",
            "tradewind.local.site=false",
            "tradewind.feed.interval=2s",
            "tradewind.catalog.files=" + FILE.toAbsolutePath().normalize());
    try {
      Set<String> readings = new HashSet<>();
      eventually(PATIENCE, () -> seen(product, readings), times -> times > REFRESHES);

      assertThat(product.console()).doesNotContain("OutOfMemoryError");
      assertThat(product.get("/api/v1/offers?limit=1").get("total").asLong())
          .isGreaterThan(250_000);
    } finally {
      product.stop();
    }
  }

  /** How many different readings were successful so far. */
  private static int seen(PackagedProduct product, Set<String> readings) {
    for (var provider : product.get("/api/v1/providers").get("items")) {
      if (provider.get("offers").asLong() > 0) {
        readings.add(provider.get("lastSuccess").asText());
      }
    }
    return readings.size();
  }
}
