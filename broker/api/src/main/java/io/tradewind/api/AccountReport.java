package io.tradewind.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an account may do, as far as asking tells.
 *
 * @param identity as whom the seller knows the broker there
 */
public record AccountReport(String identity, List<Right> rights, List<Quota> quotas) {
  public AccountReport {
    rights = List.copyOf(rights);
    quotas = List.copyOf(quotas);
  }

  /** Whether machines can be started, as far as anybody can tell without starting one. */
  public boolean isEnough() {
    return rights.stream().noneMatch(Right::isInTheWay);
  }

  /** What is missing for it, in words; empty when nothing is. */
  public Optional<String> missing() {
    List<String> missing =
        rights.stream()
            .filter(Right::isInTheWay)
            .map(it -> "%s (%s)".formatted(it.name(), it.detail()))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("Missing: " + String.join("; ", missing) + ".");
  }

  /**
   * One thing that is allowed, or not.
   *
   * @param name in the seller's own words
   * @param needed whether no machine can be started without it
   * @param detail what it is for, or what the seller answered
   */
  public record Right(String name, Verdict verdict, boolean needed, String detail) {
    boolean isInTheWay() {
      return needed && verdict == Verdict.MISSING;
    }
  }

  /** What asking told. */
  public enum Verdict {
    GRANTED,
    MISSING,
    /** Nobody can tell before a machine runs. */
    UNKNOWN
  }

  /**
   * How much of something the account may have at once.
   *
   * @param where a region, or empty for all
   */
  public record Quota(String name, String where, long limit, OptionalLong used) {}
}
