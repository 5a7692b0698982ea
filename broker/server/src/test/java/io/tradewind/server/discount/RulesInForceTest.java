package io.tradewind.server.discount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderId;
import io.tradewind.server.market.PriceOverride;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesInForceTest {
  private final List<List<PriceOverride>> market = new ArrayList<>();
  private final RulesInForce inForce = new RulesInForce(market::add);

  @Test
  void whatIsStoredAtFirstHoldsEvenWhereItIsNothing() {
    inForce.refresh(List::of);
    inForce.refresh(List::of);

    assertThat(market).containsExactly(List.of());
  }

  @Test
  void whatWasReadBeforeThisBrokerWroteIsOutOfDate() {
    inForce.refresh(
        () -> {
          inForce.written(List.of(percent("20")));
          return List.of(percent("10"));
        });

    assertThat(market).containsExactly(List.of(percent("20")));
  }

  @Test
  void afterAWriteTheNextLookIsTaken() {
    inForce.written(List.of(percent("20")));

    inForce.refresh(() -> List.of(percent("30")));

    assertThat(market).containsExactly(List.of(percent("20")), List.of(percent("30")));
  }

  private static PriceOverride percent(String percent) {
    return new PriceOverride(
        ProviderId.of("aws"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new PriceOverride.PercentOff(new BigDecimal(percent)),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
