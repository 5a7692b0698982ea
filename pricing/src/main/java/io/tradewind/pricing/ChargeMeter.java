package io.tradewind.pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns metered intervals into charges that are rounded once in effect: each charge is the rounded
 * cost of everything metered so far, minus the same a moment ago. However a period is cut, its
 * charges add up to {@link HourlyRate#costOf} of its whole length, to the last of nine decimals.
 *
 * <p>A meter is a value: {@link #meter} answers with the next meter and leaves this one as it was.
 * Intervals join without a gap; time that must not be charged is declared with {@link
 * #pausedUntil}, so that a lost interval is noticed and never silently free.
 *
 * @param start when charging began
 * @param until the end of what was metered or declared a pause
 * @param pauses declared pauses in order, each between {@code start} and {@code until}
 */
public record ChargeMeter(
    HourlyRate rate, Instant start, Instant until, List<MeteredInterval> pauses) {

  /** A meter that moved on. No charge: the interval had been charged before (a repeat). */
  public record Step(ChargeMeter meter, Optional<Charge> charge) {}

  public ChargeMeter {
    if (until.isBefore(start)) {
      throw new IllegalArgumentException(
          "The meter ends at %s, before its start %s. Maybe the two are swapped."
              .formatted(until, start));
    }
    pauses = List.copyOf(pauses);
    Instant earliest = start;
    for (MeteredInterval pause : pauses) {
      if (pause.from().isBefore(earliest) || pause.to().isAfter(until)) {
        throw new IllegalArgumentException(
            "The pause %s lies outside %s to %s. List pauses in order, within the metered time."
                .formatted(pause, earliest, until));
      }
      earliest = pause.to();
    }
  }

  public static ChargeMeter starting(HourlyRate rate, Instant start) {
    return new ChargeMeter(rate, start, start, List.of());
  }

  /** The charges of intervals that join each other, in order; the first one starts the meter. */
  public static List<Charge> charges(HourlyRate rate, List<MeteredInterval> intervals) {
    List<Charge> charges = new ArrayList<>();
    if (!intervals.isEmpty()) {
      ChargeMeter meter = starting(rate, intervals.get(0).from());
      for (MeteredInterval interval : intervals) {
        Step step = meter.meter(interval);
        step.charge().ifPresent(charges::add);
        meter = step.meter();
      }
    }
    return List.copyOf(charges);
  }

  /**
   * The same rule for a caller that keeps the metered total itself, such as a table of usage rows.
   *
   * @param meteredBefore everything charged so far at this rate
   */
  public static Money charge(HourlyRate rate, Duration meteredBefore, Duration added) {
    return rate.costOf(meteredBefore.plus(added)).minus(rate.costOf(meteredBefore));
  }

  /**
   * Charges the next interval. An interval that lies wholly in charged time is a repeat and answers
   * with no charge, as often as it comes. What overlaps in part, skips time, or claims a pause is
   * refused: charging it would double or lose time.
   */
  public Step meter(MeteredInterval interval) {
    if (!interval.from().isBefore(start) && !interval.to().isAfter(until)) {
      return repeated(interval);
    }
    if (!interval.from().equals(until)) {
      throw new IllegalArgumentException(doesNotJoin(interval));
    }
    Money amount = charge(rate, metered(), interval.duration());
    ChargeMeter next = new ChargeMeter(rate, start, interval.to(), pauses);
    return new Step(next, Optional.of(new Charge(interval, amount)));
  }

  /** Declares the time up to {@code resumed} free of charge. Repeating it changes nothing. */
  public ChargeMeter pausedUntil(Instant resumed) {
    if (!resumed.isAfter(until)) {
      if (resumed.equals(until)) {
        return this;
      }
      throw new IllegalArgumentException(
          "A pause until %s would reach back: time is metered until %s already."
              .formatted(resumed, until));
    }
    List<MeteredInterval> more = new ArrayList<>(pauses);
    more.add(new MeteredInterval(until, resumed));
    return new ChargeMeter(rate, start, resumed, more);
  }

  /** Charged time: from start to {@code until}, without the pauses. */
  public Duration metered() {
    Duration metered = Duration.between(start, until);
    for (MeteredInterval pause : pauses) {
      metered = metered.minus(pause.duration());
    }
    return metered;
  }

  /** The sum of all charges so far. */
  public Money total() {
    return rate.costOf(metered());
  }

  private Step repeated(MeteredInterval interval) {
    for (MeteredInterval pause : pauses) {
      if (pause.overlaps(interval)) {
        throw new IllegalArgumentException(
            "The interval %s claims time that was declared a pause, %s. Maybe that was too long."
                .formatted(interval, pause));
      }
    }
    return new Step(this, Optional.empty());
  }

  private String doesNotJoin(MeteredInterval interval) {
    if (interval.from().isAfter(until)) {
      return "The interval %s skips time after %s. Send what lies between, or pausedUntil(%s)."
          .formatted(interval, until, interval.from());
    }
    if (interval.from().isBefore(start)) {
      return "The interval %s begins before the meter, at %s. Maybe it is of another lease."
          .formatted(interval, start);
    }
    return "The interval %s overlaps time charged until %s. Send only the part from %s."
        .formatted(interval, until, until);
  }
}
