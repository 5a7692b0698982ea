package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.GridZone;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Runs;
import io.tradewind.api.Source;
import io.tradewind.matcher.grammar.Reading;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonBasis;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.HourlyRate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Offers, workloads and conditions for tests, at their plainest. */
final class Given {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final ProviderId FEED = ProviderId.of("catalog");

  static final ExchangeRates RATES =
      new ExchangeRates(
          LocalDate.of(2026, 5, 29),
          "European Central Bank",
          Map.of(
              "USD", new BigDecimal("1.1510"),
              "JPY", new BigDecimal("180.83"),
              "GBP", new BigDecimal("0.87940")));

  private static final Source SOURCE =
      new Source("test list", Optional.empty(), Source.Term.LIST, Optional.of(NOW));

  private Given() {}

  /** Eight H100 on demand in Virginia. */
  static OfferBuilder offer(String id, String pricePerHour) {
    return new OfferBuilder(id, pricePerHour);
  }

  static Market market(OfferBuilder... offers) {
    return Market.empty().with(FEED, List.of(offers).stream().map(OfferBuilder::build).toList());
  }

  /** A workload as its file's tree, which must be sound. */
  static Workload workload(Map<String, ?> tree) {
    Reading reading = WorkloadReader.read(tree);
    return reading
        .workload()
        .orElseThrow(() -> new AssertionError("The file has problems: " + reading.problems()));
  }

  static Workload wants(String accelerators) {
    return workload(Map.of("resources", Map.of("accelerators", accelerators)));
  }

  static Workload wants(String accelerators, Map<String, ?> placement) {
    return workload(
        Map.of("resources", Map.of("accelerators", accelerators), "placement", placement));
  }

  /** Bundled tables; Ireland 300, Virginia 400, Sweden 20, the world 500 g/kWh. */
  static Conditions conditions() {
    return Conditions.bundled(7, NOW)
        .withIntensities(
            GridIntensities.of(
                Map.of(
                    Region.of("aws", "eu-west-1"), grams(300),
                    Region.of("aws", "us-east-1"), grams(400),
                    Region.of("aws", "eu-north-1"), grams(20)),
                Map.of(GridZone.WORLD, grams(500))));
  }

  static GridIntensity grams(double perKilowattHour) {
    return GridIntensity.ofYear(
        perKilowattHour,
        CarbonBasis.AVERAGE_LOCATION_LIFECYCLE,
        "a test's own figure",
        2025,
        false);
  }

  static Placement match(Workload workload, Market market) {
    return Matcher.match(workload, market, conditions(), Scope.VISIBLE);
  }

  static String chosen(Placement placement) {
    return placement.choice().map(candidate -> candidate.offer().id().value()).orElse("none");
  }

  static List<String> ids(List<Candidate> candidates) {
    return candidates.stream().map(candidate -> candidate.offer().id().value()).toList();
  }

  static int countOf(Placement placement, RejectionReason reason) {
    return placement.rejections().stream()
        .filter(rejection -> rejection.reason() == reason)
        .mapToInt(Rejection::count)
        .sum();
  }

  static Optional<NearestMiss> missOf(Placement placement, RejectionReason reason) {
    return placement.nearestMisses().stream()
        .filter(miss -> miss.constraint() == reason)
        .findFirst();
  }

  static final class OfferBuilder {
    private final String id;
    private HourlyRate price;
    private Region region = Region.of("aws", "us-east-1");
    private CapacityType capacity = CapacityType.ON_DEMAND;
    private Optional<AcceleratorSet> accelerators = accelerators("H100", 8);
    private double vcpus = 192;
    private Memory memory = Memory.ofGibibytes(2048);
    private Interconnect interconnect = Interconnect.UNKNOWN;
    private Availability availability = Availability.unknown(NOW);
    private Set<Runs> runs = Runs.ANYTHING;
    private Offer.Listing listing = Offer.Listing.OPEN;

    private OfferBuilder(String id, String pricePerHour) {
      this.id = id;
      price = HourlyRate.of(pricePerHour, "USD");
    }

    OfferBuilder in(String currency) {
      price = HourlyRate.of(price.perHour().amount().toPlainString(), currency);
      return this;
    }

    OfferBuilder at(String provider, String name) {
      region = Region.of(provider, name);
      return this;
    }

    OfferBuilder spot() {
      capacity = CapacityType.SPOT;
      return this;
    }

    OfferBuilder with(String model, double count) {
      accelerators = accelerators(model, count);
      return this;
    }

    /** A machine without accelerators. */
    OfferBuilder machine(double newVcpus, double gibibytes) {
      accelerators = Optional.empty();
      vcpus = newVcpus;
      memory = Memory.ofGibibytes(gibibytes);
      return this;
    }

    OfferBuilder host(double newVcpus, double gibibytes) {
      vcpus = newVcpus;
      memory = Memory.ofGibibytes(gibibytes);
      return this;
    }

    OfferBuilder rdma() {
      interconnect = Interconnect.RDMA;
      return this;
    }

    OfferBuilder soldOut() {
      availability = Availability.flag(false, NOW, java.time.Duration.ofHours(1));
      return this;
    }

    OfferBuilder byName() {
      listing = Offer.Listing.BY_NAME;
      return this;
    }

    OfferBuilder running(Runs... forms) {
      runs = Set.of(forms);
      return this;
    }

    Offer build() {
      InstanceType type =
          new InstanceType(
              "type-" + id, accelerators, vcpus, memory, Architecture.X86_64, interconnect, runs);
      return new Offer(
          new OfferId(id),
          region,
          Optional.empty(),
          type,
          capacity,
          price,
          availability,
          NOW,
          SOURCE,
          listing);
    }

    private static Optional<AcceleratorSet> accelerators(String name, double count) {
      AcceleratorSet one = Accelerators.bundled().resolve(name).orElseThrow();
      AcceleratorModel model = one.model();
      return Optional.of(new AcceleratorSet(model, one.count() * count, one.slice()));
    }
  }
}
