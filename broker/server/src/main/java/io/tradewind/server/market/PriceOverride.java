package io.tradewind.server.market;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.OpportunityCost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an organization pays a seller in place of the price that everybody sees. Without a region
 * and the like it holds for all of them. It never holds for a site's own ask, which is what the
 * site is paid, unless it is a commitment: then the site is the organization's own.
 *
 * @param accelerator a canonical model name
 * @param terms what is paid
 * @param from the first moment at which it holds; always, where empty
 * @param until the first at which it holds no more
 */
public record PriceOverride(
    ProviderId seller,
    Optional<String> region,
    Optional<String> instanceType,
    Optional<String> accelerator,
    Optional<CapacityType> capacityType,
    Terms terms,
    Optional<Instant> from,
    Optional<Instant> until,
    String note) {

  /** What is paid: a share less, a fixed amount, or what is not paid already. */
  public sealed interface Terms permits PercentOff, FixedRate, Committed {
    /** The price in place of {@code told}. */
    HourlyRate of(HourlyRate told);

    String words();
  }

  /**
   * @param percent above 0 and below 100
   */
  public record PercentOff(BigDecimal percent) implements Terms {
    public PercentOff {
      if (percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(100)) >= 0) {
        throw new IllegalArgumentException(
            "A discount of %s %% is not between 0 and 100.".formatted(percent.toPlainString()));
      }
    }

    @Override
    public HourlyRate of(HourlyRate told) {
      BigDecimal share = BigDecimal.ONE.subtract(percent.movePointLeft(2));
      Money paid = told.perHour().times(share, RoundingMode.HALF_EVEN);
      // Nine decimals of almost nothing: the smallest amount is still a price.
      return paid.isPositive() ? new HourlyRate(paid) : told;
    }

    @Override
    public String words() {
      return "%s %% off".formatted(percent.stripTrailingZeros().toPlainString());
    }
  }

  /** An amount for an hour of the whole machine. */
  public record FixedRate(HourlyRate perHour) implements Terms {
    public FixedRate {
      if (!perHour.perHour().isPositive()) {
        throw new IllegalArgumentException(
            "A fixed price of %s is none. Give what is paid.".formatted(perHour.perHour()));
      }
    }

    @Override
    public HourlyRate of(HourlyRate told) {
      return perHour;
    }

    @Override
    public String words() {
      return "a fixed price";
    }
  }

  /**
   * Machines that are paid for already: while there is a free one, an hour of it costs what running
   * it takes and what another would gain from it meanwhile.
   *
   * @param free of {@code machines}, those that no lease uses
   */
  public record Committed(OpportunityCost cost, int machines, int free) implements Terms {
    public Committed {
      if (!cost.running().perHour().isPositive()) {
        throw new IllegalArgumentException(
            "A marginal price of %s is none. Give what one more hour costs, such as its power."
                .formatted(cost.running().perHour()));
      }
      if (machines < 1 || free < 0 || free > machines) {
        throw new IllegalArgumentException(
            "%d of %d committed machines cannot be free.".formatted(free, machines));
      }
    }

    /** Nobody uses them, and nobody waits for one. */
    public static Committed allFree(HourlyRate marginal, int machines) {
      return new Committed(OpportunityCost.of(marginal, List.of()), machines, machines);
    }

    public Committed withFree(int others) {
      return new Committed(cost, machines, others);
    }

    /**
     * @param gains of those who wait for one of them
     */
    public Committed foregoing(Collection<OpportunityCost.Gain> gains) {
      return new Committed(OpportunityCost.of(cost.running(), gains), machines, free);
    }

    @Override
    public HourlyRate of(HourlyRate told) {
      return cost.perHour();
    }

    @Override
    public String words() {
      String price =
          "the marginal price of a commitment, %d of %d machines free".formatted(free, machines);
      return cost.foregone().isPresent() ? price + ", " + cost.words() : price;
    }
  }

  public PriceOverride {
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      throw new IllegalArgumentException(
          "The override ends at %s, not after it begins at %s.".formatted(until.get(), from.get()));
    }
  }

  /** The same offers at other terms. */
  public PriceOverride withTerms(Terms other) {
    return new PriceOverride(
        seller, region, instanceType, accelerator, capacityType, other, from, until, note);
  }

  /** A commitment holds while a machine of it is free. */
  public boolean isInForce(Instant now) {
    boolean free = !(terms instanceof Committed committed) || committed.free() > 0;
    return free
        && from.filter(now::isBefore).isEmpty()
        && until.filter(end -> !now.isBefore(end)).isEmpty();
  }

  boolean fits(Offer offer) {
    boolean ownPrice = offer.source().term() != Source.Term.DECLARED;
    return (ownPrice || terms instanceof Committed)
        && seller.equals(offer.provider())
        && region.filter(name -> !name.equals(offer.region().name())).isEmpty()
        && instanceType.filter(name -> !name.equals(offer.instanceType().name())).isEmpty()
        && capacityType.filter(type -> type != offer.capacityType()).isEmpty()
        && accelerator.filter(name -> !name.equals(model(offer))).isEmpty();
  }

  private static String model(Offer offer) {
    return offer.accelerators().map(set -> set.model().name()).orElse("");
  }

  /** {@code list 98.32 USD, your price 83.57 USD: 15 % off, frame contract}. */
  String words(Offer told, Offer own) {
    String why = note.isBlank() ? terms.words() : terms.words() + ", " + note;
    return "List %s, your price %s: %s."
        .formatted(told.price().perHour(), own.price().perHour(), why);
  }
}
