package io.tradewind.pricing;

import static io.tradewind.pricing.Money.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChargeMeterTest {

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final HourlyRate rate = HourlyRate.of("2.50", "USD");
  private final ChargeMeter fresh = ChargeMeter.starting(rate, START);
  private final ChargeMeter afterAMinute = fresh.meter(seconds(0, 60)).meter();

  @Test
  void threeSecondsChargedOneByOneCostWhatThreeSecondsCost() {
    List<Charge> charges =
        ChargeMeter.charges(rate, List.of(seconds(0, 1), seconds(1, 2), seconds(2, 3)));

    assertThat(charges)
        .extracting(Charge::amount)
        .containsExactly(usd("0.000694444"), usd("0.000694445"), usd("0.000694444"));
    assertThat(rate.costOf(Duration.ofSeconds(3))).isEqualTo(usd("0.002083333"));
  }

  @Test
  void aMeterIsAValueThatDoesNotChange() {
    fresh.meter(seconds(0, 60));
    assertThat(fresh.total()).isEqualTo(usd("0"));
    assertThat(afterAMinute.total()).isEqualTo(usd("0.041666667"));
  }

  @Test
  void aRepeatIsNotChargedAgain() {
    ChargeMeter.Step again = afterAMinute.meter(seconds(0, 60));
    assertThat(again.charge()).isEmpty();
    assertThat(again.meter()).isEqualTo(afterAMinute);
  }

  @Test
  void anOldPieceOfChargedTimeIsARepeatToo() {
    assertThat(afterAMinute.meter(seconds(10, 20)).charge()).isEmpty();
  }

  @Test
  void anOverlapIsRefusedWithThePartThatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> afterAMinute.meter(seconds(30, 90)))
        .withMessageContaining("2026-03-01T08:00:30Z to 2026-03-01T08:01:30Z overlaps")
        .withMessageContaining("time charged until 2026-03-01T08:01:00Z")
        .withMessageContaining("Send only the part from 2026-03-01T08:01:00Z");
  }

  @Test
  void aGapIsRefusedSoThatNoTimeIsLostInSilence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> afterAMinute.meter(seconds(61, 90)))
        .withMessageContaining("skips time after 2026-03-01T08:01:00Z");
  }

  @Test
  void timeBeforeTheStartIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> afterAMinute.meter(seconds(-5, 0)))
        .withMessageContaining("begins before the meter");
  }

  @Test
  void aDeclaredPauseIsFree() {
    ChargeMeter paused = afterAMinute.pausedUntil(START.plusSeconds(3_600));
    ChargeMeter resumed = paused.meter(seconds(3_600, 3_660)).meter();

    assertThat(paused.total()).isEqualTo(afterAMinute.total());
    assertThat(resumed.metered()).isEqualTo(Duration.ofMinutes(2));
    assertThat(resumed.total()).isEqualTo(rate.costOf(Duration.ofMinutes(2)));
  }

  @Test
  void usageThatClaimsAPauseIsRefusedAndNotTakenForARepeat() {
    ChargeMeter paused = afterAMinute.pausedUntil(START.plusSeconds(3_600));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> paused.meter(seconds(70, 80)))
        .withMessageContaining("declared a pause");
  }

  @Test
  void aRepeatBesideAPauseIsStillARepeat() {
    ChargeMeter resumed =
        afterAMinute.pausedUntil(START.plusSeconds(100)).meter(seconds(100, 200)).meter();
    assertThat(resumed.meter(seconds(0, 60)).charge()).isEmpty();
    assertThat(resumed.meter(seconds(100, 150)).charge()).isEmpty();
  }

  @Test
  void declaringAPauseTwiceIsOnePause() {
    ChargeMeter once = afterAMinute.pausedUntil(START.plusSeconds(100));
    assertThat(once.pausedUntil(START.plusSeconds(100))).isEqualTo(once);
  }

  @Test
  void aPauseCannotReachBackIntoChargedTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> afterAMinute.pausedUntil(START.plusSeconds(59)))
        .withMessageContaining("would reach back");
  }

  @Test
  void aMeterThatEndsBeforeItStartsOrPausesOutsideItsTimeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChargeMeter(rate, START, START.minusSeconds(1), List.of()))
        .withMessageContaining("before its start");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ChargeMeter(rate, START, START.plusSeconds(9), List.of(seconds(5, 10))))
        .withMessageContaining("lies outside");
  }

  @Test
  void noIntervalsAreNoCharges() {
    assertThat(ChargeMeter.charges(rate, List.of())).isEmpty();
  }

  @Test
  void anIntervalWithoutLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seconds(5, 5))
        .withMessageContaining("has no length");
  }

  @Test
  void aNegativeChargeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Charge(seconds(0, 1), usd("-0.01")))
        .withMessageContaining("is negative");
  }

  private static MeteredInterval seconds(long from, long to) {
    return new MeteredInterval(START.plusSeconds(from), START.plusSeconds(to));
  }
}
