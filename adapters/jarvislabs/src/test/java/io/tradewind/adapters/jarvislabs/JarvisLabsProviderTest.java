package io.tradewind.adapters.jarvislabs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Availability.State;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarvisLabsProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakeJarvisLabs jarvis = new FakeJarvisLabs(api);
  private final JarvisLabsFactory factory = new JarvisLabsFactory();
  private final Provider provider =
      factory.create(TestContext.of(factory, Map.of("url", api.url(), "api-key", "k"))).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aCardIsSoldInEachCountThatFitsAMachine() throws ProviderException {
    jarvis.sells("A100-80GB", "80", 2, "1.49", "0.89");
    assertThat(provider.offers().offers())
        .extracting(
            offer -> offer.instanceType().name(),
            Offer::capacityType,
            offer -> offer.price().toString(),
            offer -> offer.availability().value().orElse(-1))
        .containsExactly(
            row("A100-80GB-1x", CapacityType.ON_DEMAND, "1.490000000", 3),
            row("A100-80GB-1x", CapacityType.SPOT, "0.890000000", 2),
            row("A100-80GB-2x", CapacityType.ON_DEMAND, "2.980000000", 1),
            row("A100-80GB-2x", CapacityType.SPOT, "1.780000000", 1));
    Offer two = provider.offers().offers().get(2);
    assertThat(two.region()).hasToString("jarvislabs/india-noida-01");
    assertThat(two.instanceType().vcpus()).isEqualTo(56);
    assertThat(two.instanceType().memory().gibibytes()).isEqualTo(224);
  }

  @Test
  void containersAreLeftOutAndOldMachinesAreNot() throws ProviderException {
    jarvis
        .says(FakeJarvisLabs.row("L4", "24", 1, "0.44", "null").replace("\"vm\"", "\"container\""))
        .says(FakeJarvisLabs.row("H100", "80", 1, "2.99", "null").replace("\"vm\"", "null"));
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.instanceType().name())
        .containsExactly("H100-1x");
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void aCardOfWhichNoneIsFreeStaysListedAndOneThatIsNotCountedIsUnknown() throws ProviderException {
    jarvis
        .says(
            FakeJarvisLabs.row("L4", "24", 1, "0.44", "null")
                .replace("\"effective_num_free_devices\": 3", "\"effective_num_free_devices\": 0"))
        .says(
            FakeJarvisLabs.row("H100", "80", 1, "2.99", "null")
                .replace("\"effective_num_free_devices\": 3,", "")
                .replace("\"num_free_devices\": 5,", ""));
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.availability().state())
        .containsExactly(State.UNAVAILABLE, State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "L4, 24, L4",
    "H100, 80, H100",
    "H200, 141, H200",
    "A100, 40, A100",
    "A100-80GB, 80, A100-80GB",
    "RTX-PRO6000, 96, RTXPRO6000",
    "RTX PRO 6000, 96, RTXPRO6000",
    "A6000, 48, RTXA6000",
    "RTX6000Ada, 48, RTX6000-Ada"
  })
  void theCardIsKnownByItsNameAndItsMemory(String card, String gigabytes, String model)
      throws ProviderException {
    jarvis.sells(card, gigabytes, 1, "1", "null");
    assertThat(provider.offers().offers())
        .extracting(offer -> offer.accelerators().orElseThrow().model().name())
        .containsExactly(model);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    jarvis
        .sells("L4", "24", 1, "0.44", "null")
        .sells("L4", "24", 1, "0.45", "null")
        .sells("A10", "24", 1, "0", "null")
        .sells("A30", "24", 1, "-1", "null")
        .sells("A40", "48", 1, "null", "null")
        .sells("L40S", "48", 1, "\"bad\"", "null")
        .sells("T4", "bad", 1, "1", "null")
        .sells("X9000", "80", 1, "1", "null")
        .sells("A100", "64", 1, "1", "null")
        .sells("H200", "141", 99, "1", "null")
        .sells("H100", "80", 1, "2", "2")
        .says("{\"gpu_type\": \"L4\"}");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.id().value())
        .containsExactly(
            "live:jarvislabs:jarvislabs:india-noida-01:-:L4-1x:on_demand",
            "live:jarvislabs:jarvislabs:india-noida-01:-:H100-1x:on_demand");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW,
            Reason.SPOT_NOT_BELOW_ON_DEMAND);
  }

  private static Tuple row(String type, CapacityType capacity, String price, double free) {
    return Tuple.tuple(type, capacity, price + " USD an hour", free);
  }
}
