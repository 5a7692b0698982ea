package io.tradewind.server.policy;

import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.fence.Breach;
import io.tradewind.matcher.fence.Rule;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is told where a policy does not allow something. */
public final class PolicyRefusals {
  private static final String CODE = "policy_refused";
  private static final int MOST = 5;

  private PolicyRefusals() {}

  /**
   * @param breaches at least one
   */
  static ProblemException of(List<Breach> breaches) {
    List<Breach> told = breaches.stream().distinct().limit(MOST).toList();
    String what = told.stream().map(Breach::text).collect(Collectors.joining("; "));
    return new ProblemException(
        409,
        CODE,
        "Not allowed by %s. Nothing was started. Change the workload, or ask a platform admin to change the policy."
            .formatted(what),
        told.stream().map(PolicyRefusals::problem).toList());
  }

  /** Empty for a workload that has a place, or that has none for reasons of its own. */
  public static Optional<ProblemException> of(Placement placement) {
    if (placement.outcome() == Outcome.PLACED) {
      return Optional.empty();
    }
    List<Breach> breaches =
        placement.nearestMisses().stream().flatMap(miss -> miss.breaches().stream()).toList();
    return breaches.isEmpty() ? Optional.empty() : Optional.of(of(breaches));
  }

  private static FieldProblem problem(Breach breach) {
    String field = field(breach.rule());
    return new FieldProblem(
        field, breach.text() + ".", "Allowed is %s.".formatted(breach.allowed()));
  }

  /** Where a workload file says what the rule is about. */
  private static String field(Rule rule) {
    return switch (rule) {
      case PROVIDERS -> "placement.providers";
      case REGIONS -> "placement.regions";
      case RESIDENCY -> "placement.residency";
      case CERTIFICATIONS -> "placement.certifications";
      case ACCELERATORS -> "resources.accelerators";
      case CAPACITY -> "resources.capacity";
      case MAX_PRICE_HOUR, MAX_PRICE_ACCELERATOR_HOUR -> "limits.max_price_hour";
      case MAX_COST -> "limits.max_cost";
      case MAX_CARBON -> "limits.max_carbon";
      case MAX_NODES -> "nodes";
      case MAX_DURATION -> "limits.max_duration";
      case HOURS -> "body";
    };
  }
}
