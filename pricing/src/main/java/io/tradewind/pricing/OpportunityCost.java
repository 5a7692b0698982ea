package io.tradewind.pricing;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What an hour of a machine that is paid for already costs whoever takes it: what it takes to run
 * it, and what nobody else can gain from it meanwhile (its shadow price). Of several who would gain
 * something only one can have it, so that the largest gain counts.
 *
 * @param running what an hour takes whoever uses it, such as power
 * @param foregone the largest gain that is given up; empty where nobody waits for such a machine
 */
public record OpportunityCost(HourlyRate running, Optional<Gain> foregone) {

  /**
   * What somebody would gain from an hour of one more such machine, beyond what running it costs.
   *
   * @param by who, for people: {@code the batch of 2026-11-22T10:00:00Z}
   */
  public record Gain(HourlyRate perHour, String by) {
    public Gain {
      Quantities.requireSource("A gain of %s".formatted(perHour), by);
    }
  }

  public OpportunityCost {
    foregone.ifPresent(gain -> requireSameCurrency(running, gain));
  }

  /**
   * @param gains of all who wait, in the currency of {@code running}; those of nothing are left out
   */
  public static OpportunityCost of(HourlyRate running, Collection<Gain> gains) {
    gains.forEach(gain -> requireSameCurrency(running, gain));
    return new OpportunityCost(
        running,
        gains.stream()
            .filter(gain -> gain.perHour().perHour().isPositive())
            .max(Comparator.comparing(Gain::perHour).thenComparing(Gain::by)));
  }

  /** Of both together. */
  public HourlyRate perHour() {
    return foregone
        .map(gain -> new HourlyRate(running.perHour().plus(gain.perHour().perHour())))
        .orElse(running);
  }

  /** {@code 0.35 USD an hour to run it and 1.20 USD an hour that … would gain from it}. */
  public String words() {
    return foregone
        .map(
            gain ->
                "%s to run it and %s that %s would gain from it"
                    .formatted(running, gain.perHour(), gain.by()))
        .orElseGet(() -> "%s to run it".formatted(running));
  }

  private static void requireSameCurrency(HourlyRate running, Gain gain) {
    if (!gain.perHour().perHour().currency().equals(running.perHour().currency())) {
      throw new IllegalArgumentException(
          "A gain of %s beside %s to run it. Convert it first.".formatted(gain.perHour(), running));
    }
  }
}
