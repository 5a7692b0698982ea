package io.tradewind.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.SiteDirectory;
import io.tradewind.matcher.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real catalogues on the way of every feed: found as an adapter, read by a provider, judged by the
 * guard. What is refused is what the data is known to be wrong in, row for row.
 */
class CatalogueGuardTest {
  private static final Path FOLDER = Path.of("..", "..", "..", "shared", "data", "catalog");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  /**
   * Offers that pass, then refused rows by reason. Of the composite's 10,774 rows without a price
   * 135 are malformed first: like 140 others they sell a part of an accelerator without saying how
   * much. Its 256 spot prices at or above on demand, and each of Vast's 64 spot prices of 0.00, are
   * refused; so are the prices that are blank or zero in the other files.
   */
  private static final String KNOWN =
      """
      composite-2026/aws.csv.gz 84027 price_missing=10639 spot_not_below_on_demand=256 malformed_row=275
      normalized/offers-wide.csv.gz 259285 price_missing=5 spot_not_below_on_demand=341 malformed_row=140
      normalized/offers.csv.gz 242027 price_missing=78 spot_not_below_on_demand=362
      skypilot-2024-11-03-v5/aws/vms.csv.gz 66596 price_missing=65 spot_not_below_on_demand=257
      skypilot-2024-11-03-v5/azure/vms.csv.gz 11550 price_missing=66 spot_not_below_on_demand=11
      skypilot-2024-11-03-v5/cudo/vms.csv.gz 69
      skypilot-2024-11-03-v5/do/vms.csv.gz 38
      skypilot-2024-11-03-v5/fluidstack/vms.csv.gz 14
      skypilot-2024-11-03-v5/gcp/vms.csv.gz 35851 price_missing=74 price_not_positive=48
      skypilot-2024-11-03-v5/ibm/vms.csv.gz 54
      skypilot-2024-11-03-v5/lambda/vms.csv.gz 234
      skypilot-2024-11-03-v5/oci/vms.csv.gz 1599
      skypilot-2024-11-03-v5/ovhcloud/vms.csv.gz 42
      skypilot-2024-11-03-v5/paperspace/vms.csv.gz 19
      skypilot-2024-11-03-v5/runpod/vms.csv.gz 640
      skypilot-2024-11-03-v5/scaleway/vms.csv.gz 5
      skypilot-2024-11-03-v5/scp/vms.csv.gz 443
      skypilot-2026-05-20/azure/vms.csv.gz 110407 spot_not_below_on_demand=47 malformed_row=21
      skypilot-2026-05-20/gcp/vms.csv.gz 61303 price_missing=33 spot_not_below_on_demand=32
      skypilot-2026-05-20/lambda/vms.csv.gz 425
      skypilot-2026-05-20/vast/vms.csv.gz 64 price_not_positive=64
      """;

  @Test
  void everyCatalogueLoadsAndItsKnownDefectsAreRefused() throws Exception {
    assumeTrue(
        Files.isDirectory(FOLDER),
        "Skipped: there are no catalogues at " + FOLDER.toAbsolutePath().normalize());
    StringBuilder found = new StringBuilder();
    for (Path file : catalogues()) {
      found.append((FOLDER.relativize(file) + " " + judged(file)).strip()).append('\n');
    }

    assertThat(found).hasToString(KNOWN);
  }

  private static List<Path> catalogues() throws IOException {
    try (Stream<Path> paths = Files.walk(FOLDER)) {
      return paths
          .filter(path -> path.toString().matches(".*/(vms|aws|offers(-wide)?)\\.csv\\.gz"))
          .sorted()
          .toList();
    }
  }

  private static String judged(Path file) throws ProviderException {
    try (Provider provider = provider(file)) {
      OfferFeed reading = provider.offers();
      Guard.Verdict verdict =
          Guard.inspect(provider.id(), reading, (feed, id) -> Optional.empty(), NOW);
      Market market = Market.empty().with(provider.id(), verdict.accepted());
      return market.size() + " " + refused(verdict.refused().batch());
    }
  }

  private static String refused(QuarantineBatch batch) {
    Map<Reason, Long> counts = new TreeMap<>();
    batch
        .counts()
        .values()
        .forEach(byReason -> byReason.forEach((reason, n) -> counts.merge(reason, n, Long::sum)));
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().wireName() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static Provider provider(Path file) {
    ProviderFactory catalogues =
        ServiceLoader.load(ProviderFactory.class).stream()
            .filter(found -> found.type().getPackageName().endsWith(".catalog"))
            .map(ServiceLoader.Provider::get)
            .findFirst()
            .orElseThrow();
    Map<String, String> values =
        catalogues.settings().stream()
            .collect(Collectors.toMap(Setting::key, Setting::defaultValue));
    values.put("files", file.toAbsolutePath().normalize().toString());
    values.put("bundled", "false");
    return catalogues.create(new Context(values)).get(0);
  }

  private record Context(Map<String, String> values) implements ProviderContext {
    @Override
    public Clock clock() {
      return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Override
    public Optional<String> setting(String key) {
      return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    @Override
    public SiteDirectory sites() {
      throw new IllegalStateException("A catalogue needs no sites.");
    }
  }
}
