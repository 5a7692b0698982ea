package io.tradewind.api.site;

import io.tradewind.api.Accelerators;
import io.tradewind.pricing.Money;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an operator asks for one unit and hour, always in one currency. The price of a moment is
 * {@code max(floor, base + kilowatt-hour × watts × PUE)}; a lease keeps the price it began with.
 *
 * @param unit the canonical name of an accelerator model, or {@link #PROCESSOR}
 * @param windows the first that holds sets the base; outside of all nothing is on sale; none at all
 *     means always on sale
 * @param zone of the windows' clocks
 * @param mostGrams nothing is on sale while the grid is dirtier, or nobody knows how dirty it is
 * @param minimum a lease that its tenant ends sooner is charged for so long; zero for none
 */
public record Ask(
    String unit,
    Money base,
    Money floor,
    List<WeeklyWindow> windows,
    ZoneId zone,
    Optional<EnergyPart> energy,
    OptionalDouble mostGrams,
    Optional<Reclaimable> reclaimable,
    Duration minimum) {
  /** One virtual processor with its share of the memory, on a machine without accelerators. */
  public static final String PROCESSOR = "cpu";

  private static final Duration LONGEST_MINIMUM = Duration.ofDays(31);

  public Ask {
    if (!unit.equals(PROCESSOR) && !isModel(unit)) {
      throw new IllegalArgumentException(
          "'%s' is no accelerator that is known here. Write a name of GET /api/v1/accelerators, or %s."
              .formatted(unit, PROCESSOR));
    }
    requirePositive("The base price of " + unit, base);
    requirePositive("The floor of " + unit, floor);
    windows = List.copyOf(windows);
    requireOneCurrency(base, floor, windows, energy);
    if (mostGrams.isPresent() && !(mostGrams.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "No grid has %s g/kWh or less. Leave it out to sell whatever the grid."
              .formatted(mostGrams.getAsDouble()));
    }
    if (minimum.isNegative()
        || minimum.compareTo(LONGEST_MINIMUM) > 0
        || minimum.toNanosPart() > 0) {
      throw new IllegalArgumentException(
          "The minimum duration of %s is %s; it must be whole seconds, at most 31 days."
              .formatted(unit, minimum));
    }
  }

  /** Without a minimum duration. */
  public Ask(
      String unit,
      Money base,
      Money floor,
      List<WeeklyWindow> windows,
      ZoneId zone,
      Optional<EnergyPart> energy,
      OptionalDouble mostGrams,
      Optional<Reclaimable> reclaimable) {
    this(unit, base, floor, windows, zone, energy, mostGrams, reclaimable, Duration.ZERO);
  }

  /** The same price at all times. */
  public static Ask plain(String unit, Money base) {
    return new Ask(
        unit,
        base,
        base,
        List.of(),
        ZoneId.of("UTC"),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  /**
   * @param ratedWatts of one unit's share of its machine, where the ask does not say
   */
  public AskPrice at(Circumstances now, double ratedWatts) {
    Optional<String> closed = closed(now);
    if (closed.isPresent()) {
      return AskPrice.closed(closed.get());
    }
    Money own = baseAt(now);
    Money electricity =
        energy
            .map(it -> it.perHour(ratedWatts, now.effectiveness()))
            .orElse(Money.zero(base.currency()));
    Money price = own.plus(electricity).max(floor);
    String why =
        "%s base%s%s%s"
            .formatted(
                plainly(own),
                electricity.isZero() ? "" : " + %s electricity".formatted(plainly(electricity)),
                price.equals(floor) && !price.equals(own) ? ", no less than the floor" : "",
                minimum.isZero() ? "" : ", for at least %s".formatted(hours(minimum)));
    return new AskPrice(Optional.of(price), spot(price), why);
  }

  private Optional<Money> spot(Money price) {
    return reclaimable
        .map(it -> price.times(it.share(), RoundingMode.HALF_EVEN).max(floor))
        .filter(reduced -> reduced.compareTo(price) < 0);
  }

  private Optional<String> closed(Circumstances now) {
    if (!windows.isEmpty() && window(now).isEmpty()) {
      return Optional.of(
          windows.stream().allMatch(WeeklyWindow::isByTheClock)
              ? "It is outside the hours of sale."
              : "It is outside the hours of sale, or neither sun nor grid are as its windows ask.");
    }
    if (mostGrams.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble grams = now.gramsPerKilowattHour();
    if (grams.isEmpty()) {
      return Optional.of("Nobody knows how clean the grid is now.");
    }
    return grams.getAsDouble() <= mostGrams.getAsDouble()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "The grid has %.0f g/kWh now, and %.0f are the most.",
                grams.getAsDouble(),
                mostGrams.getAsDouble()));
  }

  private Money baseAt(Circumstances now) {
    return window(now).flatMap(WeeklyWindow::base).orElse(base);
  }

  private Optional<WeeklyWindow> window(Circumstances now) {
    return windows.stream().filter(it -> it.holds(now, zone)).findFirst();
  }

  private static boolean isModel(String unit) {
    return Accelerators.bundled()
        .resolve(unit)
        .filter(set -> set.model().name().equals(unit))
        .isPresent();
  }

  static void requirePositive(String what, Money price) {
    if (!price.isPositive()) {
      throw new IllegalArgumentException(
          "%s is %s; it must be more than nothing.".formatted(what, price));
    }
  }

  private static void requireOneCurrency(
      Money base, Money floor, List<WeeklyWindow> windows, Optional<EnergyPart> energy) {
    boolean one =
        floor.currency().equals(base.currency())
            && windows.stream()
                .flatMap(window -> window.base().stream())
                .allMatch(price -> price.currency().equals(base.currency()))
            && energy
                .filter(it -> !it.perKilowattHour().currency().equals(base.currency()))
                .isEmpty();
    if (!one) {
      throw new IllegalArgumentException(
          "An ask is in one currency: floor, windows and electricity in %s, as its base."
              .formatted(base.currencyCode()));
    }
  }

  private static String hours(Duration time) {
    return time.toSecondsPart() == 0 && time.toMinutesPart() == 0
        ? "%d h".formatted(time.toHours())
        : "%d s".formatted(time.toSeconds());
  }

  private static String plainly(Money price) {
    return price.amount().stripTrailingZeros().toPlainString() + " " + price.currencyCode();
  }
}
