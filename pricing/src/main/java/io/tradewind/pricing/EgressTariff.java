package io.tradewind.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;

/**
 * What it costs to move data out, by tiers: each tier's price counts for the data that falls into
 * it, as on a cloud's price page ("first 10 TB, next 40 TB"). The last tier has no end.
 */
public record EgressTariff(List<Tier> tiers) {

  /**
   * @param upToGigabytes where this tier ends, counted from the first gigabyte; {@link #NO_END} for
   *     the last
   */
  public record Tier(long upToGigabytes, Money perGigabyte) {

    public static final long NO_END = Long.MAX_VALUE;

    public Tier {
      if (upToGigabytes <= 0) {
        throw new IllegalArgumentException(
            "The egress tier up to %d GB is empty. Use a positive end, or Tier.NO_END."
                .formatted(upToGigabytes));
      }
      if (perGigabyte.isNegative()) {
        throw new IllegalArgumentException(
            "The egress price %s per GB is negative. Use zero for free.".formatted(perGigabyte));
      }
    }
  }

  public EgressTariff {
    tiers = List.copyOf(tiers);
    if (tiers.isEmpty() || tiers.get(tiers.size() - 1).upToGigabytes() != Tier.NO_END) {
      throw new IllegalArgumentException(
          "The egress tiers %s leave large transfers without a price. End with a tier up to NO_END."
              .formatted(tiers));
    }
    for (int i = 1; i < tiers.size(); i++) {
      requireFollows(tiers.get(i - 1), tiers.get(i));
    }
  }

  public static EgressTariff flat(Money perGigabyte) {
    return new EgressTariff(List.of(new Tier(Tier.NO_END, perGigabyte)));
  }

  public static EgressTariff free(Currency currency) {
    return flat(Money.zero(currency));
  }

  /** Rounded once, half to even, over all tiers together. */
  public Money costOf(DataSize data) {
    BigDecimal gigabytes = data.exactGigabytes();
    BigDecimal start = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    for (Tier tier : tiers) {
      BigDecimal end = gigabytes.min(BigDecimal.valueOf(tier.upToGigabytes()));
      if (end.compareTo(start) <= 0) {
        break;
      }
      cost = cost.add(end.subtract(start).multiply(tier.perGigabyte().amount()));
      start = end;
    }
    return Money.rounded(cost, currency(), RoundingMode.HALF_EVEN);
  }

  public Currency currency() {
    return tiers.get(0).perGigabyte().currency();
  }

  private static void requireFollows(Tier before, Tier tier) {
    if (tier.upToGigabytes() <= before.upToGigabytes()) {
      throw new IllegalArgumentException(
          "The egress tier up to %d GB comes after one up to %d GB. List ends once, smallest first."
              .formatted(tier.upToGigabytes(), before.upToGigabytes()));
    }
    if (!tier.perGigabyte().currency().equals(before.perGigabyte().currency())) {
      throw new IllegalArgumentException(
          "The egress tiers mix %s and %s. Convert one first, at a named rate and date."
              .formatted(before.perGigabyte(), tier.perGigabyte()));
    }
  }
}
