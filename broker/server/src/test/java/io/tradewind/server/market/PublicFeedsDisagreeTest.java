package io.tradewind.server.market;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
import io.tradewind.pricing.Money;
import io.tradewind.server.testing.OfferBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two public price tables of Google Cloud, of which one holds committed-use prices of some machines
 * as if they were on demand. Skipped where the data is not there.
 */
class PublicFeedsDisagreeTest {
  private static final Path DATA = Path.of("../../../shared/data");
  private static final Path TABLE = DATA.resolve("catalog/normalized/offers.csv.gz");
  private static final Path OTHER_TABLE = DATA.resolve("gcp/karpenter-gcp-initial-prices.json.gz");
  private static final ProviderId FIRST = new ProviderId("table-one");
  private static final ProviderId SECOND = new ProviderId("table-two");

  /** Sold with a host of another price: in one of the tables they stand without their chips. */
  private static final Set<String> SOLD_APART = Set.of("P100", "P4", "T4", "V100");

  @BeforeEach
  void theDataIsThere() {
    assumeTrue(
        Files.exists(TABLE) && Files.exists(OTHER_TABLE),
        "Skipped: the tables of ../shared/data are not beside the repository.");
  }

  @Test
  void theKnownDisagreementIsFoundAndTheCommittedPricesAreSuspected() throws IOException {
    List<Offer> first = new ArrayList<>();
    List<Offer> second = new ArrayList<>();
    read(first, second);

    Comparison compared =
        Comparison.of(
            List.of(
                new Stock(FIRST, Standing.REPORTED, first),
                new Stock(SECOND, Standing.REPORTED, second)),
            NOON);

    long both = 0;
    long apart = 0;
    for (List<Saying> sayings : compared.machines().values()) {
      for (Offer offer : of(FIRST, sayings).offers()) {
        Offer other = of(SECOND, sayings).counterpartOf(offer).orElseThrow();
        both++;
        apart += Math.abs(Saying.percentAbove(other, offer).orElseThrow()) > 10 ? 1 : 0;
      }
    }
    assertThat(both).isEqualTo(574);
    assertThat(100.0 * apart / both).isBetween(17.8, 18.0);
    assertThat(compared.suspected(FIRST)).hasSizeGreaterThan(70);
    assertThat(compared.suspected(SECOND)).isEmpty();
    assertThat(compared.superseded(FIRST)).containsAll(compared.suspected(FIRST));
  }

  private static Saying of(ProviderId feed, List<Saying> sayings) {
    return sayings.stream().filter(it -> it.feed().equals(feed)).findFirst().orElseThrow();
  }

  /**
   * provider, type, region, zone, model, count, …, price: for the machines that both tables know.
   */
  private static void read(List<Offer> first, List<Offer> second) throws IOException {
    JsonNode other;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(OTHER_TABLE))) {
      other = new ObjectMapper().readTree(in).path("prices");
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(TABLE)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] row = line.split(",", -1);
        if (row[0].equals("gcp") && !row[4].isEmpty() && !SOLD_APART.contains(row[4])) {
          add(row, first, other.path(row[2]).path("on_demand").path(row[1]), second);
        }
      }
    }
  }

  private static void add(String[] row, List<Offer> first, JsonNode price, List<Offer> second) {
    if (row[10].isEmpty() || price.isMissingNode()) {
      return;
    }
    String id = String.join(":", row[1], row[2], row[3]);
    first.add(machine(id, row).zone(row[3]).price(rounded(row[10])).build());
    Optional<Offer> known =
        second.stream().filter(it -> it.id().value().equals(row[1] + ":" + row[2])).findFirst();
    if (known.isEmpty()) {
      second.add(machine(row[1] + ":" + row[2], row).price(rounded(price.asText())).build());
    }
  }

  private static String rounded(String price) {
    return new BigDecimal(price).setScale(Money.SCALE, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static OfferBuilder machine(String id, String[] row) {
    return offer(id).at("gcp", row[2]).type(row[1]).with(row[4], Double.parseDouble(row[5]));
  }
}
