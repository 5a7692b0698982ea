package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.StartTimes.Measured;
import io.tradewind.api.TransferRates.Route;
import io.tradewind.pricing.DataSize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartTimesTest {
  private static final ProviderId AWS = ProviderId.of("aws");
  private static final ProviderId NOBODY = ProviderId.of("nobody-knows");

  @Test
  void theTableKnowsSellersByCapacityType() {
    StartTimes table = StartTimes.bundled();

    assertThat(table.of(AWS, CapacityType.ON_DEMAND).typical()).isEqualTo(Duration.ofSeconds(75));
    assertThat(table.of(AWS, CapacityType.SPOT).typical()).isEqualTo(Duration.ofSeconds(135));
  }

  @Test
  void whoIsNotListedHasTheAssumedTime() {
    assertThat(StartTimes.bundled().of(NOBODY, CapacityType.RESERVED).assumed()).isTrue();
  }

  @Test
  void whatWasMeasuredCountsForItsCapacityTypeAlone() {
    StartTimes times =
        StartTimes.measured(
            List.of(new Measured(AWS, CapacityType.SPOT, Duration.ofSeconds(40), 7)));

    assertThat(times.of(AWS, CapacityType.SPOT).measured()).isTrue();
    assertThat(times.of(AWS, CapacityType.SPOT).source()).contains("last 7 launches");
    assertThat(times.of(AWS, CapacityType.ON_DEMAND))
        .isEqualTo(StartTimes.bundled().of(AWS, CapacityType.ON_DEMAND));
  }

  @Test
  void aSellerThatOnlyWasMeasuredHasTheAssumedTimeForTheRest() {
    StartTimes times =
        StartTimes.measured(
            List.of(new Measured(NOBODY, CapacityType.SPOT, Duration.ofSeconds(40), 7)));

    assertThat(times.of(NOBODY, CapacityType.ON_DEMAND).assumed()).isTrue();
  }

  @Test
  void aStartTimeIsOfWholeSeconds() {
    assertThatThrownBy(() -> new StartTime(Duration.ofMillis(1_500), "x", false, false))
        .hasMessageContaining("whole seconds");
  }

  @Test
  void everyWayHasARateAndTimeIsRoundedUp() {
    TransferRates rates = TransferRates.bundled();

    // 1,850 GB at 3,700 Mbit/s.
    assertThat(rates.on(Route.SAME_SELLER_FAR).timeOf(DataSize.gigabytes(1_850)))
        .isEqualTo(Duration.ofSeconds(4_000));
    assertThat(rates.on(Route.UNKNOWN).timeOf(new DataSize(125_000_001)))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(rates.on(Route.UNKNOWN).assumed()).isTrue();
  }
}
