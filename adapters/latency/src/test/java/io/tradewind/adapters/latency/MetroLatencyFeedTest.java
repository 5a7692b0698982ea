package io.tradewind.adapters.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.LatencyReading.Measured;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetroLatencyFeedTest {
  /** Light in glass of refractive index 1.468, there and back. */
  private static final double FIBRE = 2 * 1.468 / 299_792.458 * 1000;

  private final LatencyReading reading = read();

  @Test
  void theServerFindsTheTable() {
    assertThat(ServiceLoader.load(LatencyFeed.class)).hasOnlyElementsOfType(MetroLatencyFeed.class);
  }

  @Test
  void fortyAreasAreMeasuredWithAlmostAllOthers() {
    assertThat(reading.landmarks()).hasSize(40);
    assertThat(reading.measured()).hasSizeBetween(770, 780);
  }

  @Test
  void aWellKnownPairIsThere() {
    assertThat(reading.measured()).contains(new Measured("Frankfurt", "London", 15));
  }

  @Test
  void nothingIsFasterThanLightInFibre() {
    Map<String, Landmark> byName =
        reading.landmarks().stream().collect(Collectors.toMap(Landmark::name, Function.identity()));

    assertThat(reading.measured())
        .allSatisfy(
            one -> {
              double kilometres =
                  byName.get(one.from()).point().kilometresTo(byName.get(one.to()).point());
              assertThat(one.milliseconds()).isGreaterThan(kilometres * FIBRE - 0.5);
            });
  }

  private static LatencyReading read() {
    try {
      return new MetroLatencyFeed().read();
    } catch (io.tradewind.api.ProviderException e) {
      throw new AssertionError(e);
    }
  }
}
