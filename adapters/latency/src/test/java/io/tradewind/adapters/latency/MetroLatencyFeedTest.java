package io.tradewind.adapters.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.LatencyReading.Measured;
import io.tradewind.api.ProviderException;
import java.util.ServiceLoader;
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
    assertThat(reading.measured())
        .allSatisfy(
            one ->
                assertThat(one.milliseconds())
                    .isGreaterThan(at(one.from()).kilometresTo(at(one.to())) * FIBRE - 0.5));
  }

  private GeoPoint at(String metro) {
    return reading.landmarks().stream()
        .filter(landmark -> landmark.name().equals(metro))
        .map(Landmark::point)
        .findFirst()
        .orElseThrow();
  }

  private static LatencyReading read() {
    try {
      return new MetroLatencyFeed().read();
    } catch (ProviderException e) {
      throw new AssertionError(e);
    }
  }
}
