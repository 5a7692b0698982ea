package io.tradewind.server.budget;

import io.tradewind.pricing.Money;
import io.tradewind.server.mail.Mailbox;
import io.tradewind.server.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A budget as it is sent. */
@Schema(name = "BudgetRequest", description = "How much may be spent.")
public record BudgetBody(
    @Schema(required = true, maxLength = 200) @Nullable String name,
    @Schema(nullable = true, description = "Counts this project alone.") @Nullable UUID project,
    @Schema(
            nullable = true,
            maxLength = 200,
            description = "Counts the workloads of this user alone, as createdBy shows them.")
        @Nullable String user,
    @Schema(
            nullable = true,
            enumeration = {"month", "total", "prepaid"},
            description =
                "A month of the calendar in UTC, from now for ever, or what is prepaid and given: then"
                    + " the amount names the currency alone, and at nothing nothing begins. month"
                    + " when absent.")
        @Nullable String period,
    @Schema(required = true, examples = "400 USD") @Nullable String amount,
    @Schema(nullable = true, description = "Warn at 80 percent and block at 100 when absent.")
        @Nullable List<ThresholdBody> thresholds,
    @Schema(
            nullable = true,
            maxLength = 2000,
            description = "Where thresholds are told: https, to an address on the public internet.")
        @Nullable String webhookUrl,
    @Schema(
            nullable = true,
            description = "Mailboxes in which thresholds are told, ten at most.",
            examples = "[\"finance@example.org\"]")
        @Nullable List<String> mailTo) {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_MAILBOXES = 10;
  private static final int MOST_THRESHOLDS = 20;
  private static final List<Threshold> USUAL =
      List.of(
          new Threshold(BigDecimal.valueOf(80), Threshold.Action.WARN),
          new Threshold(BigDecimal.valueOf(100), Threshold.Action.BLOCK));

  /** A share of the amount, and what is done there. */
  @Schema(name = "BudgetThreshold")
  public record ThresholdBody(
      @Schema(required = true, examples = "80") @Nullable BigDecimal percent,
      @Schema(
              required = true,
              enumeration = {"warn", "block", "stop"},
              description = "Tell somebody, begin no lease, or end those that run as well.")
          @Nullable String action) {
    static ThresholdBody of(Threshold threshold) {
      BigDecimal plain = threshold.percent().stripTrailingZeros();
      return new ThresholdBody(
          plain.scale() < 0 ? plain.setScale(0) : plain, threshold.action().wireName());
    }
  }

  /** As it is to be stored; everything but its project is checked. */
  Budget budget(
      UUID id, UUID organization, Optional<Budget.Webhook> webhook, String by, Instant now) {
    Optional<String> subject = text("user", user);
    if (project != null && subject.isPresent()) {
      throw ProblemException.field(
          "user", "A budget is of a project or of a user.", "Make one for each.");
    }
    Period of = readPeriod();
    if (of == Period.PREPAID && (project != null || subject.isPresent())) {
      throw ProblemException.field(
          "period", "What is prepaid is the whole organization's.", "Name no project and no user.");
    }
    return new Budget(
        id,
        organization,
        Optional.ofNullable(project),
        subject,
        text("name", name)
            .orElseThrow(
                () ->
                    ProblemException.field(
                        "name", "The budget has no name.", "Call it what people call it.")),
        of,
        readAmount(of),
        readThresholds(),
        webhook,
        readMailboxes(),
        by,
        now);
  }

  private static Optional<String> text(String field, @Nullable String given) {
    String text = given == null ? "" : given.strip();
    if (text.length() > LONGEST_NAME || text.indexOf('\0') >= 0) {
      throw ProblemException.field(
          field,
          "It has %d characters, or one that cannot be stored.".formatted(text.length()),
          "Write at most %d characters of plain text.".formatted(LONGEST_NAME));
    }
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  private Period readPeriod() {
    return Period.named(period == null ? "month" : period)
        .orElseThrow(
            () ->
                ProblemException.field(
                    "period", "There is no such period.", "Use month, total or prepaid."));
  }

  private Money readAmount(Period of) {
    try {
      Money money = Money.parse(amount == null ? "" : amount);
      if (of == Period.PREPAID && !money.isNegative()) {
        return Money.zero(money.currency());
      }
      if (money.isPositive()) {
        return money;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw badAmount();
    }
    throw badAmount();
  }

  private static ProblemException badAmount() {
    return ProblemException.field(
        "amount",
        "The amount is not a positive amount of money.",
        "Write the number, then the ISO currency code: 400 USD.");
  }

  private List<Mailbox> readMailboxes() {
    List<String> given = mailTo == null ? List.of() : mailTo;
    if (given.size() > MOST_MAILBOXES) {
      throw ProblemException.field(
          "mailTo",
          "There are %d mailboxes.".formatted(given.size()),
          "Use at most %d.".formatted(MOST_MAILBOXES));
    }
    List<Mailbox> all = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      all.add(mailbox("mailTo[%d]".formatted(i), given.get(i)));
    }
    return all;
  }

  private static Mailbox mailbox(String field, @Nullable String address) {
    try {
      return new Mailbox(address == null ? "" : address.strip());
    } catch (IllegalArgumentException e) {
      throw ProblemException.field(
          field, "This is no address of a mailbox.", "Write it as name@example.org.");
    }
  }

  private List<Threshold> readThresholds() {
    if (thresholds == null) {
      return USUAL;
    }
    if (thresholds.size() > MOST_THRESHOLDS) {
      throw ProblemException.field(
          "thresholds",
          "There are %d thresholds.".formatted(thresholds.size()),
          "Use at most %d.".formatted(MOST_THRESHOLDS));
    }
    List<Threshold> all = new ArrayList<>();
    for (int i = 0; i < thresholds.size(); i++) {
      all.add(threshold("thresholds[%d]".formatted(i), thresholds.get(i)));
    }
    return all;
  }

  private static Threshold threshold(String field, @Nullable ThresholdBody body) {
    Optional<Threshold.Action> action =
        Optional.ofNullable(body).map(ThresholdBody::action).flatMap(Threshold.Action::named);
    BigDecimal percent = body == null ? null : body.percent();
    if (action.isEmpty() || percent == null) {
      throw ProblemException.field(
          field, "A part is missing or unknown.", "Write percent, and warn, block or stop.");
    }
    try {
      return new Threshold(percent, action.get());
    } catch (IllegalArgumentException e) {
      throw ProblemException.field(
          field + ".percent", "This is no share.", "Use 0.01 to 1000, with two decimals at most.");
    }
  }
}
