package io.tradewind.pricing;

import static io.tradewind.pricing.Money.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tradewind.pricing.EgressTariff.Tier;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class EgressTariffTest {

  private final EgressTariff tiered =
      new EgressTariff(
          List.of(
              new Tier(100, usd("0")),
              new Tier(10_100, usd("0.09")),
              new Tier(Tier.NO_END, usd("0.085"))));

  @Test
  void eachGigabyteCostsThePriceOfItsOwnTier() {
    assertThat(tiered.costOf(DataSize.gigabytes(100))).isEqualTo(usd("0"));
    assertThat(tiered.costOf(DataSize.gigabytes(101))).isEqualTo(usd("0.09"));
    assertThat(tiered.costOf(DataSize.gigabytes(10_100))).isEqualTo(usd("900"));
    assertThat(tiered.costOf(DataSize.gigabytes(20_100))).isEqualTo(usd("1750"));
  }

  @Test
  void partsOfAGigabyteArePaidForExactly() {
    assertThat(EgressTariff.flat(usd("0.08")).costOf(new DataSize(1_500_000_000L)))
        .isEqualTo(usd("0.12"));
  }

  @Test
  void theSumOfTheTiersIsRoundedOnceHalfToEven() {
    assertThat(EgressTariff.flat(usd("0.000000001")).costOf(new DataSize(2_500_000_000L)))
        .isEqualTo(usd("0.000000002"));
  }

  @Test
  void freeIsFree() {
    EgressTariff free = EgressTariff.free(Currency.getInstance("EUR"));
    assertThat(free.costOf(DataSize.gigabytes(5_000))).isEqualTo(Money.of("0", "EUR"));
  }

  @Test
  void aTariffThatEndsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EgressTariff(List.of(new Tier(100, usd("0.09")))))
        .withMessageContaining("End with a tier up to NO_END");
    assertThatIllegalArgumentException().isThrownBy(() -> new EgressTariff(List.of()));
  }

  @Test
  void tiersThatDoNotAscendAreRefused() {
    Tier last = new Tier(Tier.NO_END, usd("0.05"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EgressTariff(
                    List.of(new Tier(200, usd("0.09")), new Tier(100, usd("0.08")), last)))
        .withMessageContaining("up to 100 GB comes after one up to 200 GB");
  }

  @Test
  void tiersOfTwoCurrenciesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EgressTariff(
                    List.of(
                        new Tier(100, usd("0.09")), new Tier(Tier.NO_END, Money.of("1", "EUR")))))
        .withMessageContaining("mix");
  }

  @Test
  void emptyTiersAndNegativePricesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Tier(0, usd("1")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tier(1, usd("-1")));
  }

  @Test
  void aDataSizeIsWrittenInGigabytesAndNeverNegative() {
    assertThat(new DataSize(400_500_000_000L)).hasToString("400.5 GB");
    assertThat(new DataSize(400_500_000_000L).inGigabytes()).isEqualTo(400.5);
    assertThat(DataSize.gigabytes(2)).isGreaterThan(DataSize.gigabytes(1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DataSize(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataSize.gigabytes(10_000_000_000L))
        .withMessageContaining("Maybe the unit is bytes");
  }
}
