package io.tradewind.server.discount;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.ProviderId;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.OpportunityCost.Gain;
import io.tradewind.server.discount.PlannedGains.Waiting;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.Committed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedGainsTest {
  private static final Instant MADE = Instant.parse("2026-11-22T10:00:00Z");
  private static final HourlyRate POWER = HourlyRate.of("0.35", "USD");

  @Test
  void anHourIsWorthWhatTheLongestRunThereWouldGainFromIt() {
    List<Waiting> waiting = waiting(choice("own", 2) + "," + choice("own", 4), offerPrice("4.80"));

    assertThat(waiting)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.gain())
                  .isEqualTo(
                      new Gain(HourlyRate.of("1.20", "USD"), "the batch of 2026-11-22T10:00:00Z"));
              assertThat(it.until()).isEqualTo(MADE.plusSeconds(4 * 3_600));
            });
  }

  @Test
  void whatIsOfTenantsOrOfNobodysChoiceIsNotOfMachines() {
    assertThat(waiting(choice("other", 2), offerPrice("4.80"))).isEmpty();
    assertThat(
            waiting(
                choice("own", 2),
                "{\"kind\":\"tenant\",\"name\":\"own\",\"unit\":\"machine\","
                    + "\"worth\":{\"amount\":\"3\",\"currency\":\"USD\"}}"))
        .isEmpty();
  }

  @Test
  void itCountsForTheCommitmentThatItsMachinesAreOf() {
    List<Waiting> waiting = waiting(choice("own", 4), offerPrice("4.80"));

    assertThat(PlannedGains.gains(waiting, commitment("own-site"), POWER)).hasSize(1);
    assertThat(PlannedGains.gains(waiting, commitment("elsewhere"), POWER)).isEmpty();
    assertThat(PlannedGains.gains(waiting, commitment("own-site"), HourlyRate.of("0.30", "EUR")))
        .isEmpty();
  }

  @Test
  void aCommitmentCostsBothAndSaysSo() {
    List<Waiting> waiting = waiting(choice("own", 4), offerPrice("4.80"));
    PriceOverride commitment = commitment("own-site");

    Committed terms =
        ((Committed) commitment.terms()).foregoing(PlannedGains.gains(waiting, commitment, POWER));

    assertThat(terms.of(HourlyRate.of("9.00", "USD"))).isEqualTo(HourlyRate.of("1.55", "USD"));
    assertThat(terms.words())
        .isEqualTo(
            "the marginal price of a commitment, 3 of 3 machines free, 0.350000000 USD an hour to"
                + " run it and 1.200000000 USD an hour that the batch of 2026-11-22T10:00:00Z would"
                + " gain from it");
  }

  private static PriceOverride commitment(String seller) {
    return new PriceOverride(
        ProviderId.of(seller),
        Optional.empty(),
        Optional.of("node-a"),
        Optional.empty(),
        Optional.empty(),
        Committed.allFree(POWER, 3),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private static List<Waiting> waiting(String choices, String prices) {
    String plan =
        "{\"workloads\":[%s,{\"choice\":null}],\"shadowPrices\":[%s]}".formatted(choices, prices);
    try {
      return PlannedGains.waiting(new ObjectMapper().readTree(plan), MADE);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(plan, e);
    }
  }

  private static String choice(String offer, int hours) {
    return """
    {"choice":{"hours":%d.0,"offer":{"id":"%s","provider":"own-site","region":"hall-1",
      "instanceType":"node-a","capacityType":"on_demand","accelerator":null}}}
    """
        .formatted(hours, offer);
  }

  private static String offerPrice(String worth) {
    return """
    {"kind":"offer","name":"own","unit":"machine","worth":{"amount":"%s","currency":"USD"}}
    """
        .formatted(worth);
  }
}
