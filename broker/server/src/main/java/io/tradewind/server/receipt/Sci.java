package io.tradewind.server.receipt;

import io.tradewind.pricing.CarbonBasis;
import io.tradewind.server.problem.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what the grams are divided, after ISO/IEC 21031:2024: a unit that usage counts itself, or one
 * that the caller names and counts.
 *
 * @param given how many units; empty where usage counts them
 */
record Sci(String unit, Optional<BigDecimal> given) {
  private static final int DECIMALS = 6;
  private static final int LONGEST_UNIT = 60;
  private static final int MOST_DIGITS = 18;
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

  /** Units that usage counts. */
  private enum Metered {
    ACCELERATOR_HOUR,
    MACHINE_HOUR,
    VCPU_HOUR;

    private BigDecimal seconds(CarbonFigures figures) {
      return switch (this) {
        case ACCELERATOR_HOUR -> figures.acceleratorSeconds();
        case MACHINE_HOUR -> figures.machineSeconds();
        case VCPU_HOUR -> figures.vcpuSeconds();
      };
    }

    static Optional<Metered> named(String unit) {
      return Arrays.stream(values())
          .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(unit))
          .findFirst();
    }
  }

  /**
   * @throws ProblemException 400 naming {@code unit} or {@code count}
   */
  static Sci read(@Nullable String unit, @Nullable String count) {
    String name = unit == null || unit.isBlank() ? "accelerator_hour" : unit.strip();
    if (name.length() > LONGEST_UNIT || name.chars().anyMatch(Character::isISOControl)) {
      throw ProblemException.field(
          "unit",
          "This is no name of a unit.",
          "Write at most %d letters.".formatted(LONGEST_UNIT));
    }
    if (Metered.named(name).isPresent()) {
      return new Sci(name, Optional.empty());
    }
    return new Sci(name, Optional.of(count(count)));
  }

  private static BigDecimal count(@Nullable String text) {
    if (text == null || !text.matches("\\d{1,%1$d}(\\.\\d{1,%1$d})?".formatted(MOST_DIGITS))) {
      throw badCount();
    }
    BigDecimal count = new BigDecimal(text);
    if (count.signum() == 0) {
      throw badCount();
    }
    return count;
  }

  private static ProblemException badCount() {
    return ProblemException.field(
        "count",
        "There is no count of the unit.",
        "Say how many there were, such as 52.3; accelerator_hour, machine_hour and vcpu_hour are"
            + " counted by the meter.");
  }

  /** How many units some usage is. */
  BigDecimal count(CarbonFigures figures) {
    return given.orElseGet(
        () ->
            Metered.named(unit)
                .orElseThrow()
                .seconds(figures)
                .divide(SECONDS_PER_HOUR, CarbonFigures.SCALE, RoundingMode.HALF_EVEN));
  }

  /** To six decimals; empty where there was none of the unit, or the basis is not allowed. */
  Optional<BigDecimal> gramsPerUnit(CarbonFigures figures) {
    BigDecimal count = count(figures);
    return count.signum() == 0 || !isAllowed(figures.basis())
        ? Optional.empty()
        : Optional.of(figures.totalGrams().divide(count, DECIMALS, RoundingMode.HALF_EVEN));
  }

  private static boolean isAllowed(String basis) {
    return basis(basis).map(CarbonBasis::isAllowedInSci).orElse(false);
  }

  static Optional<CarbonBasis> basis(String name) {
    return Arrays.stream(CarbonBasis.values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
