package io.tradewind.server.discount;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.FixedRate;
import io.tradewind.server.market.PriceOverride.PercentOff;
import io.tradewind.server.market.PriceOverride.Terms;
import io.tradewind.server.problem.FieldProblem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An override as a client writes it. Empty fields ask for nothing.
 *
 * @param percentOff either this or a fixed price
 */
@Schema(name = "PriceOverrideRule", description = "What is paid in place of a seller's price.")
public record PriceOverrideBody(
    @Schema(required = true, description = "The seller.", examples = "aws")
        @Nullable String provider,
    @Schema(nullable = true) @Nullable String region,
    @Schema(nullable = true) @Nullable String instanceType,
    @Schema(nullable = true, description = "A model name or alias.") @Nullable String accelerator,
    @Schema(
            nullable = true,
            enumeration = {"on_demand", "spot", "reserved"})
        @Nullable String capacityType,
    @Schema(nullable = true, description = "Either this or a fixed price.")
        @Nullable Double percentOff,
    @Schema(nullable = true, description = "Of an hour of the whole machine.")
        @Nullable MoneyView fixedPrice,
    @Schema(nullable = true, description = "The first moment at which it holds.")
        @Nullable String validFrom,
    @Schema(nullable = true, description = "The first at which it holds no more.")
        @Nullable String validTo,
    @Schema(nullable = true) @Nullable String note) {
  private static final int LONGEST_NOTE = 500;
  private static final int LONGEST_NAME = 200;

  /**
   * The override, or everything that is wrong with it.
   *
   * @param path of this rule in the request, before its fields' names
   */
  Optional<PriceOverride> read(String path, List<FieldProblem> problems) {
    int before = problems.size();
    Fields fields = new Fields(path, problems);
    Optional<ProviderId> seller =
        fields.read("provider", provider, ProviderId::new, "Name a seller, such as aws.");
    if (text(provider).isEmpty()) {
      fields.add("provider", "There is no provider.", "Name a seller, such as aws.");
    }
    Optional<CapacityType> capacity =
        fields.read(
            "capacityType",
            capacityType,
            it -> CapacityType.parse(it).orElseThrow(IllegalArgumentException::new),
            "Write on_demand, spot or reserved, or leave it out.");
    Optional<String> model =
        fields.read(
            "accelerator",
            accelerator,
            PriceOverrideBody::model,
            "Use a name from GET accelerators.");
    Optional<Instant> from = fields.instant("validFrom", validFrom);
    Optional<Instant> until = fields.instant("validTo", validTo);
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      fields.add("validTo", "It ends before it begins.", "Write a later moment.");
    }
    fields.length("region", region, LONGEST_NAME);
    fields.length("instanceType", instanceType, LONGEST_NAME);
    fields.length("note", note, LONGEST_NOTE);
    Optional<Terms> terms = terms(fields);
    if (problems.size() > before || seller.isEmpty() || terms.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PriceOverride(
            seller.get(),
            text(region),
            text(instanceType),
            model,
            capacity,
            terms.get(),
            from,
            until,
            text(note).orElse("")));
  }

  private Optional<Terms> terms(Fields fields) {
    if ((percentOff == null) == (fixedPrice == null)) {
      fields.add(
          "percentOff",
          "There must be either a discount or a fixed price.",
          "Write percentOff or fixedPrice, not both.");
      return Optional.empty();
    }
    return percentOff != null ? discount(fields, percentOff) : fixed(fields);
  }

  private static Optional<Terms> discount(Fields fields, double percent) {
    if (!(percent > 0 && percent < 100)) {
      fields.add("percentOff", "%s %% is not between 0 and 100.".formatted(percent), "Write 15.");
      return Optional.empty();
    }
    return Optional.of(new PercentOff(BigDecimal.valueOf(percent)));
  }

  private Optional<Terms> fixed(Fields fields) {
    MoneyView given = java.util.Objects.requireNonNull(fixedPrice);
    return fields.read(
        "fixedPrice",
        given.amount() + " " + given.currency(),
        it -> new FixedRate(new HourlyRate(Money.parse(it))),
        "Write an amount above 0 and a currency, such as 83.57 and USD.");
  }

  private static String model(String name) {
    return Accelerators.bundled()
        .resolve(name)
        .map(AcceleratorSet::model)
        .map(it -> it.name())
        .orElseThrow(IllegalArgumentException::new);
  }

  private static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(it -> !it.isEmpty());
  }

  /** Reads fields, and gathers what is wrong. */
  private record Fields(String path, List<FieldProblem> problems) {
    <T> Optional<T> read(
        String field, @Nullable String value, Function<String, T> reader, String advice) {
      try {
        return text(value).map(reader);
      } catch (IllegalArgumentException e) {
        add(field, "'%s' cannot be read.".formatted(shortened(String.valueOf(value))), advice);
        return Optional.empty();
      }
    }

    Optional<Instant> instant(String field, @Nullable String value) {
      return read(
          field,
          value,
          it -> {
            try {
              return Instant.parse(it);
            } catch (DateTimeException e) {
              throw new IllegalArgumentException(e);
            }
          },
          "Write it in UTC, such as 2026-07-20T00:00:00Z.");
    }

    void length(String field, @Nullable String value, int longest) {
      if (value != null && value.length() > longest) {
        add(
            field,
            "It has %d characters.".formatted(value.length()),
            "Write at most %d.".formatted(longest));
      }
    }

    void add(String field, String message, String advice) {
      problems.add(new FieldProblem(path + field, message, advice));
    }

    private static String shortened(String value) {
      return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }
  }
}
