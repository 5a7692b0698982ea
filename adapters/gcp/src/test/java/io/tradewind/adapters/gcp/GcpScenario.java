package io.tradewind.adapters.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.TestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A fake Google, and providers that read it. */
abstract class GcpScenario {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  FakeGoogle google() {
    return opened(new FakeGoogle());
  }

  FakeGoogle market() {
    return opened(Market.open());
  }

  /** With an account. */
  Provider provider(FakeGoogle google, String... moreKeysAndValues) {
    return provider(google.accountSettings(), moreKeysAndValues);
  }

  Provider provider(Map<String, String> settings, String... moreKeysAndValues) {
    Map<String, String> all = new HashMap<>(settings);
    for (int i = 0; i < moreKeysAndValues.length; i += 2) {
      all.put(moreKeysAndValues[i], moreKeysAndValues[i + 1]);
    }
    GcpFactory factory = new GcpFactory();
    return opened(factory.create(TestContext.of(factory, all)).get(0));
  }

  OfferFeed read(FakeGoogle google, String... moreKeysAndValues) throws ProviderException {
    return provider(google, moreKeysAndValues).offers();
  }

  static List<Offer> offers(OfferFeed feed, String type, CapacityType capacity) {
    return feed.offers().stream()
        .filter(offer -> offer.instanceType().name().equals(type))
        .filter(offer -> offer.capacityType() == capacity)
        .toList();
  }

  static Offer only(OfferFeed feed, String type, CapacityType capacity) {
    List<Offer> found = offers(feed, type, capacity);
    assertThat(found).as("%s offers of %s", capacity, type).hasSize(1);
    return found.get(0);
  }

  <T extends AutoCloseable> T opened(T each) {
    open.add(0, each);
    return each;
  }
}
