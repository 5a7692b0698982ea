package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.OfferInvariants;
import io.tradewind.testkit.OptionalData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Catalogues of the real world, where they are. */
class RealCatalogTest {
  private static final String NORMALIZED = "catalog/normalized/offers.csv.gz";
  private static Optional<OfferFeed> normalized = Optional.empty();

  @Test
  void theNormalizedFileLoadsWithItsKnownDefectsRefused() throws ProviderException {
    OfferFeed feed = normalized();
    assertThat(feed.rows()).isEqualTo(124_085);
    assertThat(count(feed, CapacityType.ON_DEMAND)).isEqualTo(123_853);
    assertThat(count(feed, CapacityType.SPOT)).isEqualTo(118_174);
    // 73 of AWS and 5 of Verda; 283 of AWS, 47 of Azure, 40 of Google of which 8 are listed twice.
    assertThat(byReason(feed))
        .isEqualTo(Map.of(Reason.PRICE_MISSING, 78L, Reason.SPOT_NOT_BELOW_ON_DEMAND, 362L));
    assertThat(OfferInvariants.violations(feed, Catalogs.CLOCK.instant())).isEmpty();
  }

  @Test
  void theOffersAreThoseOfAnotherReading() throws ProviderException, IOException {
    Path file = OptionalData.require(NORMALIZED);
    Map<String, Long> expected = PlainReading.of(file).prices();
    Map<String, Long> found =
        normalized().offers().stream()
            .collect(Collectors.groupingBy(RealCatalogTest::price, Collectors.counting()));
    assertThat(found.equals(expected)).as("the same machines at the same prices").isTrue();
  }

  @Test
  void googlesHostsAndAcceleratorsAddUpAsInTheNormalizedFile() throws ProviderException {
    Path google = OptionalData.require("catalog/skypilot-2026-05-20/gcp/vms.csv.gz");
    Map<String, Double> composed = googles(Catalogs.read(google.toString()));
    Map<String, Double> normalized = googles(normalized());
    // That file lists these hosts bare, without the accelerators that they are only sold with.
    composed.keySet().removeIf(RealCatalogTest::isListedBare);
    normalized.keySet().removeIf(RealCatalogTest::isListedBare);
    assertThat(composed).hasSizeGreaterThan(60_000);
    assertThat(composed.keySet().equals(normalized.keySet())).as("the same ids").isTrue();
    // It keeps six significant digits.
    composed.forEach(
        (id, price) ->
            assertThat(price).as(id).isCloseTo(normalized.get(id), withPercentage(1e-3)));
  }

  @Test
  void everyCatalogueLoads() throws IOException, ProviderException {
    Path folder = OptionalData.require("catalog");
    List<Path> files;
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.filter(RealCatalogTest::isCatalogue).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(20);
    for (Path file : files) {
      OfferFeed feed = Catalogs.read(file.toString());
      assertThat(feed.offers()).as("offers of %s", file).isNotEmpty();
      assertThat(OfferInvariants.violations(feed, Catalogs.CLOCK.instant())).isEmpty();
      assertThat(byReason(feed))
          .as("refused in %s", file)
          .doesNotContainKeys(Reason.UNKNOWN_ACCELERATOR, Reason.DUPLICATE_ID);
    }
  }

  private static boolean isCatalogue(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.matches("vms.csv.gz|aws.csv.gz|offers(-wide)?.csv.gz");
  }

  private static long count(OfferFeed feed, CapacityType capacity) {
    return feed.offers().stream().filter(offer -> offer.capacityType() == capacity).count();
  }

  private static Map<Reason, Long> byReason(OfferFeed feed) {
    return feed.refused().stream()
        .collect(Collectors.groupingBy(Refusal::reason, TreeMap::new, Collectors.counting()));
  }

  private static String price(Offer offer) {
    return PlainReading.key(
        offer.region().provider().value(),
        offer.instanceType().name(),
        offer.region().name(),
        offer.zone().orElse(""),
        offer.capacityType().wireName(),
        offer.price().perHour().amount());
  }

  private static boolean isListedBare(String id) {
    return id.contains(":a3-edgegpu-8g") || id.contains(":a3-ultragpu-8g-nolssd:");
  }

  private static Map<String, Double> googles(OfferFeed feed) {
    return feed.offers().stream()
        .filter(offer -> offer.provider().value().equals("gcp"))
        .collect(
            Collectors.toMap(
                offer -> offer.id().value(),
                offer -> offer.price().perHour().amount().doubleValue(),
                (one, other) -> one,
                TreeMap::new));
  }

  /** Read once for all tests here. */
  private static synchronized OfferFeed normalized() throws ProviderException {
    if (normalized.isEmpty()) {
      normalized = Optional.of(Catalogs.read(OptionalData.require(NORMALIZED).toString()));
    }
    return normalized.get();
  }
}
