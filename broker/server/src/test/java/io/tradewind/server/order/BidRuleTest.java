package io.tradewind.server.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.pricing.Money;
import io.tradewind.server.order.BidRule.Step;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class BidRuleTest {
  private static final Money LISTED = Money.usd("16.00");
  private static final Money FLOOR = Money.usd("12.00");

  @Test
  void withoutDiscountsABidIsWhatIsAsked() {
    assertThat(BidRule.PLAIN.price(LISTED, FLOOR, 24, 8))
        .isEqualTo(new BidRule.Priced(LISTED, "16 USD asked"));
  }

  @Test
  void theStepWithTheMostHoursThatAreReachedHolds() {
    BidRule rule = byHours(step(24, "5"), step(168, "10"));

    assertThat(rule.price(LISTED, FLOOR, 23, 8).price()).isEqualTo(LISTED);
    assertThat(rule.price(LISTED, FLOOR, 24, 8).price()).isEqualTo(Money.usd("15.20"));
    assertThat(rule.price(LISTED, FLOOR, 1_000, 8).price()).isEqualTo(Money.usd("14.40"));
  }

  @Test
  void lengthAndVolumeAreTakenOffOneAfterTheOther() {
    BidRule rule = new BidRule(true, List.of(step(24, "10")), List.of(step(8, "10")), 1, 8_784);

    assertThat(rule.price(LISTED, FLOOR, 24, 8))
        .isEqualTo(
            new BidRule.Priced(
                Money.usd("12.96"), "16 USD asked, 10 % off for 24 hours, 10 % off for 8 units"));
  }

  @Test
  void theFloorIsNeverCrossed() {
    BidRule.Priced priced = byHours(step(1, "95")).price(LISTED, FLOOR, 24, 8);

    assertThat(priced.price()).isEqualTo(FLOOR);
    assertThat(priced.why()).endsWith("no less than the floor");
  }

  @Test
  void aFloorThatWasRaisedSinceMakesNoBidDearerThanTheAsk() {
    assertThat(BidRule.PLAIN.price(LISTED, Money.usd("20"), 24, 8).price()).isEqualTo(LISTED);
  }

  @Test
  void orderedOutsideItsHoursItBidsNothing() {
    BidRule rule = new BidRule(true, List.of(), List.of(), 24, 48);

    assertThat(rule.refusal(23)).contains("The site bids for 24 to 48 hours, not for 23.");
    assertThat(rule.refusal(48)).isEmpty();
    assertThat(new BidRule(false, List.of(), List.of(), 1, 2).refusal(1))
        .contains("The site answers no orders.");
  }

  @Test
  void aRuleThatCannotBeMeantIsRefused() {
    assertThatThrownBy(() -> step(0, "5")).hasMessageContaining("from 0 on");
    assertThatThrownBy(() -> step(1, "100")).hasMessageContaining("100 %");
    assertThatThrownBy(() -> byHours(step(1, "5"), step(1, "6"))).hasMessageContaining("same size");
    assertThatThrownBy(() -> new BidRule(true, List.of(), List.of(), 5, 4))
        .hasMessageContaining("5 to 4 hours");
  }

  private static BidRule byHours(Step... steps) {
    return new BidRule(true, List.of(steps), List.of(), 1, 8_784);
  }

  private static Step step(int from, String percentOff) {
    return new Step(from, new BigDecimal(percentOff));
  }
}
