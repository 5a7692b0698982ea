package io.tradewind.server.price;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Price changes over time: recorded ones where the optional data is there, else generated from a
 * seed. An on-demand and a spot price of one row are two offers; a row without a change of an offer
 * is no change.
 */
final class RecordedPrices {
  static final long SEED = 20261121;

  private static final Path FILE =
      Path.of(
          "..",
          "..",
          "..",
          "shared",
          "data",
          "price-history",
          "skypilot-2022-07-to-2024-04.csv.gz");
  private static final Currency USD = Currency.getInstance("USD");
  private static final Source SOURCE =
      new Source("replay", Optional.empty(), Source.Term.LIST, Optional.empty());

  private final List<Snapshot> snapshots = new ArrayList<>();
  private final Map<String, Money> last = new HashMap<>();
  private final Map<String, InstanceType> types = new HashMap<>();
  private final String origin;
  private long changes;

  /** What changed at one moment. */
  record Snapshot(Instant at, List<Offer> changed, Set<String> gone) {
    int size() {
      return changed.size() + gone.size();
    }

    void applyTo(Map<String, Offer> standing) {
      changed.forEach(offer -> standing.put(offer.id().value(), offer));
      gone.forEach(standing::remove);
    }
  }

  private RecordedPrices(String origin) {
    this.origin = origin;
  }

  /**
   * @param most changes; reading ends with the snapshot that reaches it
   */
  static RecordedPrices read(int most) throws IOException {
    boolean recorded = Files.exists(FILE);
    RecordedPrices prices =
        new RecordedPrices(recorded ? "recorded" : "generated from seed " + SEED);
    if (!recorded) {
      prices.generate(Math.min(most, 1_400_000));
      return prices;
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine();
          line != null && prices.changes < most;
          line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        if (cells.length == 9 && cells[0].endsWith("Z")) {
          prices.row(cells);
        }
      }
    }
    return prices;
  }

  String origin() {
    return origin;
  }

  long changes() {
    return changes;
  }

  List<Snapshot> snapshots() {
    return snapshots;
  }

  Instant end() {
    return snapshots.get(snapshots.size() - 1).at();
  }

  /** The same changes in their order, without regard to where a snapshot ends. */
  List<List<Offer>> batches(int most) {
    List<List<Offer>> batches = new ArrayList<>();
    List<Offer> batch = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      for (Offer offer : snapshot.changed()) {
        batch.add(offer);
        if (batch.size() == most) {
          batches.add(batch);
          batch = new ArrayList<>();
        }
      }
    }
    batches.add(batch);
    return batches;
  }

  private void row(String[] cells) {
    Instant at = Instant.parse(cells[0].replace("Z", ":00Z"));
    change(at, cells, CapacityType.ON_DEMAND, cells[7]);
    change(at, cells, CapacityType.SPOT, cells[7].equals("gone") ? "gone" : cells[8]);
  }

  private void change(Instant at, String[] cells, CapacityType capacity, String price) {
    Optional<AcceleratorSet> set =
        Accelerators.bundled()
            .resolve(cells[3])
            .map(known -> AcceleratorSet.of(known.model(), Double.parseDouble(cells[4])));
    if (price.isEmpty() || set.isEmpty()) {
      return;
    }
    String name = cells[2].isEmpty() ? cells[3] : cells[2];
    String id = String.join(":", cells[1], cells[5], cells[6], name, capacity.wireName());
    Snapshot snapshot = snapshotAt(at);
    if (price.equals("gone")) {
      if (last.remove(id) != null) {
        snapshot.gone().add(id);
        changes++;
      }
      return;
    }
    Money amount = Money.rounded(new BigDecimal(price), USD, RoundingMode.HALF_EVEN);
    if (amount.isPositive() && !amount.equals(last.put(id, amount))) {
      InstanceType type = types.computeIfAbsent(name, key -> type(key, set));
      snapshot.changed().add(offer(id, cells, capacity, type, amount, at));
      changes++;
    }
  }

  private Snapshot snapshotAt(Instant at) {
    if (snapshots.isEmpty() || !snapshots.get(snapshots.size() - 1).at().equals(at)) {
      snapshots.add(new Snapshot(at, new ArrayList<>(), new HashSet<>()));
    }
    return snapshots.get(snapshots.size() - 1);
  }

  private static InstanceType type(String name, Optional<AcceleratorSet> set) {
    return new InstanceType(
        name, set, 8, Memory.ofGibibytes(64), Architecture.X86_64, Interconnect.UNKNOWN);
  }

  private static Offer offer(
      String id,
      String[] cells,
      CapacityType capacity,
      InstanceType type,
      Money amount,
      Instant at) {
    return new Offer(
        new OfferId(id),
        Region.of(cells[1], cells[5]),
        Optional.of(cells[6]).filter(zone -> !zone.isEmpty()),
        type,
        capacity,
        new HourlyRate(amount),
        Availability.unknown(at),
        at,
        SOURCE,
        Offer.Listing.OPEN);
  }

  /** Every eleven minutes 640 of 8,000 spot prices move. */
  private void generate(int most) {
    Random random = new Random(SEED);
    String[] models = {"V100", "T4", "A100", "A10G", "H100", "L4"};
    Instant at = Instant.parse("2023-01-01T00:00:00Z");
    while (changes < most) {
      at = at.plusSeconds(660);
      for (int i = 0; i < 640; i++) {
        int machine = random.nextInt(8_000);
        String model = models[machine % models.length];
        String[] cells = {
          "",
          "aws",
          "g" + machine % 400,
          model,
          "1",
          "region-" + machine % 20,
          "z" + machine,
          "",
          ""
        };
        double price = 0.2 + random.nextInt(100_000) / 1e5;
        change(at, cells, CapacityType.SPOT, Double.toString(price));
      }
    }
  }
}
