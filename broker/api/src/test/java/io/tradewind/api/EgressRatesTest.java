package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.Money;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressRatesTest {
  private static final DataSize HUNDRED_GIGABYTES = DataSize.gigabytes(100);

  @ParameterizedTest
  @CsvSource({
    "aws,   europe,        north_america, true,  2",
    "aws,   south_america, europe,        true,  13.8",
    "aws,   asia,          asia,          false, 11.4",
    "azure, europe,        europe,        true,  2",
    "azure, europe,        asia,          true,  5",
    "gcp,   asia,          asia,          true,  5",
    "gcp,   asia,          oceania,       true,  15",
    "gcp,   oceania,       oceania,       true,  8",
    "gcp,   europe,        oceania,       false, 19",
    "gcp,   europe,        asia,          false, 12",
  })
  void dataIsPaidByWhereItLeavesAndWhereItGoes(
      String seller, String from, String to, boolean sameSeller, String dollars) {
    assertThat(costOf(seller, Optional.of(from), Optional.of(to), sameSeller))
        .isEqualTo(Money.usd(dollars));
  }

  @Test
  void whereNobodyKnowsThePlaceTheUsualRateHolds() {
    assertThat(costOf("aws", Optional.empty(), Optional.of("europe"), true))
        .isEqualTo(Money.usd("2"));
  }

  @Test
  void aSellerWithoutSuchRatesChargesTheSameEverywhere() {
    assertThat(costOf("runpod", Optional.of("asia"), Optional.of("oceania"), false))
        .isEqualTo(Money.usd("0"));
  }

  private static Money costOf(
      String seller, Optional<String> from, Optional<String> to, boolean sameSeller) {
    ProviderTerms terms =
        Objects.requireNonNull(ProviderTerms.bundled().get(ProviderId.of(seller)), seller);
    return terms.egress(from, to, sameSeller).costOf(HUNDRED_GIGABYTES);
  }
}
