package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.pricing.HourlyRate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void anOfferWithoutAPriceIsNoOffer() {
    assertThatThrownBy(() -> offer("0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A missing price is no price");
  }

  @Test
  void aRepricedOfferKeepsItsIdAndSaysWhenItWasSeen() {
    Instant later = NOW.plusSeconds(60);

    Offer moved = offer("2.00").repriced(HourlyRate.of("2.50", "USD"), later);

    assertThat(moved.id()).isEqualTo(offer("2.00").id());
    assertThat(moved.observedAt()).isEqualTo(later);
    assertThat(moved.price()).isEqualTo(HourlyRate.of("2.50", "USD"));
  }

  @Test
  void aSecretNeverPrintsItself() {
    Secret secret = new Secret("hunter2-and-more");

    assertThat(secret).hasToString("••••");
    assertThat(Optional.of(secret).toString()).doesNotContain("hunter2");
    assertThat(
            new Bootstrap(
                    java.net.URI.create("http://127.0.0.1"),
                    Optional.of(secret),
                    Optional.of(secret))
                .toString())
        .doesNotContain("hunter2");
  }

  @Test
  void capacityThatIsSoldOutMayNotStart() {
    assertThat(Availability.count(0, NOW, Duration.ofMinutes(5)).state().mayStart()).isFalse();
    assertThat(Availability.count(2, NOW, Duration.ofMinutes(5)).state().mayStart()).isTrue();
    assertThat(Availability.unknown(NOW).state().mayStart()).isTrue();
  }

  @Test
  void aFractionOfADeviceComparesByThousandths() {
    AcceleratorModel a10 = Accelerators.bundled().resolve("A10").orElseThrow().model();

    assertThat(AcceleratorSet.of(a10, 0.167).countThousandths())
        .isEqualTo(AcceleratorSet.of(a10, 1 / 6.0).countThousandths());
    assertThatThrownBy(() -> AcceleratorSet.of(a10, 0)).hasMessageContaining("outside");
    assertThatThrownBy(() -> AcceleratorSet.of(a10, Double.NaN)).hasMessageContaining("outside");
  }

  @Test
  void capacityTypesAreReadInEverySpelling() {
    assertThat(CapacityType.parse("On-Demand")).contains(CapacityType.ON_DEMAND);
    assertThat(CapacityType.parse("spot")).contains(CapacityType.SPOT);
    assertThat(CapacityType.parse("cheap")).isEmpty();
  }

  private static Offer offer(String price) {
    InstanceType type =
        new InstanceType(
            "m1",
            Optional.empty(),
            2,
            Memory.ofGibibytes(4),
            Architecture.X86_64,
            Interconnect.UNKNOWN);
    return new Offer(
        new OfferId("x:m1"),
        Region.of("x", "here"),
        Optional.empty(),
        type,
        CapacityType.ON_DEMAND,
        HourlyRate.of(price, "USD"),
        Availability.unknown(NOW),
        NOW,
        new Source("test", Optional.empty(), Source.Term.LIST, Optional.empty()),
        Offer.Listing.OPEN);
  }
}
