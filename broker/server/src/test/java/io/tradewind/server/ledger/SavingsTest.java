package io.tradewind.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.pricing.Money;
import io.tradewind.server.ledger.Savings.AtSeller;
import io.tradewind.server.ledger.Savings.Offered;
import io.tradewind.server.ledger.Savings.Used;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SavingsTest {
  private static final Map<String, Offered> MARKET =
      Map.of(
          "H100",
          new Offered(Map.of("aws", Money.usd("4"), "lambda", Money.usd("3")), Money.usd("5")),
          "L4",
          new Offered(Map.of("aws", Money.usd("1")), Money.usd("1.5")));

  @Test
  void theCheapestSellerIsOneThatHasEverything() {
    Savings savings =
        Savings.of(
            Money.usd("30"), List.of(used("H100", "10", "20"), used("L4", "2", "1")), MARKET);

    assertThat(savings.cheapestSeller()).contains(new AtSeller("aws", Money.usd("42")));
    assertThat(savings.anywhere()).isEqualTo(Money.usd("53"));
    assertThat(savings.compared()).isEqualTo(Money.usd("21"));
    assertThat(savings.spent()).isEqualTo(Money.usd("30"));
  }

  @Test
  void aDearerSellerIsNotTakenWhereACheaperHasAll() {
    Savings savings = Savings.of(Money.usd("20"), List.of(used("H100", "10", "20")), MARKET);

    assertThat(savings.cheapestSeller()).contains(new AtSeller("lambda", Money.usd("30")));
  }

  @Test
  void whatNobodySellsNowIsNotCompared() {
    Savings savings = Savings.of(Money.usd("9"), List.of(used("V100", "3", "9")), MARKET);

    assertThat(savings.compared().isZero()).isTrue();
    assertThat(savings.cheapestSeller()).isEmpty();
    assertThat(savings.anywhere().isZero()).isTrue();
  }

  private static Used used(String model, String hours, String amount) {
    return new Used(model, new BigDecimal(hours), Money.usd(amount));
  }
}
