package io.tradewind.matcher;

import io.tradewind.api.Place;
import io.tradewind.matcher.shift.GridOutlook;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonEstimate;
import io.tradewind.pricing.GramsCo2e;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks for the hour between now and the deadline at which the choice would emit least. For tasks
 * with a deadline and a known duration, where the greenest is wanted or shifting is asked for.
 */
final class LaterStart {
  private final CarbonEstimate carbon;
  private final GridOutlook outlook;
  private final Duration run;

  private LaterStart(CarbonEstimate carbon, GridOutlook outlook, Duration run) {
    this.carbon = carbon;
    this.outlook = outlook;
    this.run = run;
  }

  static Optional<StartAdvice> of(Question question, Candidate choice) {
    Optional<Instant> deadline = question.workload().limits().deadline();
    Conditions conditions = question.conditions();
    if (!isWanted(question) || deadline.isEmpty() || choice.carbon().isEmpty()) {
      return Optional.empty();
    }
    CarbonEstimate carbon = choice.carbon().get();
    return conditions
        .regions()
        .find(choice.offer().region())
        .map(Place::gridZone)
        .flatMap(zone -> conditions.outlooks().at(zone, carbon.basis()))
        .map(outlook -> new LaterStart(carbon, outlook, question.run().duration()))
        .flatMap(
            later ->
                later.advice(conditions.now(), deadline.get().minus(choice.preparation().total())));
  }

  private static boolean isWanted(Question question) {
    boolean greenest = question.objective() == Objective.GREENEST;
    return question.workload().kind() == Workload.Kind.TASK
        && question.run().basis() == RunTime.Basis.MAX_DURATION
        && question.wishes().shift().orElse(greenest);
  }

  /** Empty when the outlook does not reach as far as a run that starts at once. */
  private Optional<StartAdvice> advice(Instant now, Instant deadline) {
    OptionalDouble atOnce = outlook.hours().mean(now, run);
    if (atOnce.isEmpty()) {
      return Optional.empty();
    }
    Instant best = now;
    double least = atOnce.getAsDouble();
    Instant hour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    for (; !hour.plus(run).isAfter(deadline); hour = hour.plus(1, ChronoUnit.HOURS)) {
      OptionalDouble mean = outlook.hours().mean(hour, run);
      if (mean.isEmpty()) {
        break;
      }
      if (mean.getAsDouble() < least) {
        least = mean.getAsDouble();
        best = hour;
      }
    }
    return Optional.of(
        new StartAdvice(
            best, grams(least), grams(atOnce.getAsDouble()), carbon.basis(), outlook.source()));
  }

  /** Of the run; what moving data emits does not wait, and is left out of both. */
  private GramsCo2e grams(double gramsPerKilowattHour) {
    return new GramsCo2e(
        carbon.siteEnergy().value() * gramsPerKilowattHour + carbon.embodied().value());
  }
}
