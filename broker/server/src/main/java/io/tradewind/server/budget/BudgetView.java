package io.tradewind.server.budget;

import io.tradewind.pricing.Money;
import io.tradewind.server.mail.Mailbox;
import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A budget in replies. */
@Schema(name = "Budget", description = "How much may be spent, and how much is.")
public record BudgetView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(required = true, nullable = true) @Nullable UUID project,
    @Schema(required = true, nullable = true) @Nullable String user,
    @Schema(
            required = true,
            enumeration = {"month", "total", "prepaid"})
        String period,
    @Schema(required = true) Instant periodFrom,
    @Schema(required = true, nullable = true, description = "Null without an end.")
        @Nullable Instant periodTo,
    @Schema(required = true) MoneyView amount,
    @Schema(required = true, description = "Charged in this period.") MoneyView used,
    @Schema(
            required = true,
            description = "Set aside for what open leases may still cost, beside what they used.")
        MoneyView held,
    @Schema(required = true, description = "Neither used nor held; nothing when overspent.")
        MoneyView left,
    @Schema(required = true) List<BudgetBody.ThresholdBody> thresholds,
    @Schema(required = true, nullable = true) @Nullable String webhookUrl,
    @Schema(nullable = true, description = "Shown once, when the webhook is set.")
        @Nullable String webhookSecret,
    @Schema(required = true, description = "Mailboxes in which thresholds are told.")
        List<String> mailTo,
    @Schema(required = true) String createdBy,
    @Schema(required = true) Instant createdAt) {

  /**
   * @param taken used and held together
   */
  static BudgetView of(Budget budget, Money used, Money taken, Instant now) {
    Money nothing = Money.zero(budget.amount().currency());
    Period.Term term = budget.term(now);
    return new BudgetView(
        budget.id(),
        budget.name(),
        budget.project().orElse(null),
        budget.subject().orElse(null),
        budget.period().wireName(),
        term.begins(),
        budget.period() == Period.MONTH ? term.ends() : null,
        MoneyView.of(budget.amount()),
        MoneyView.of(used),
        MoneyView.of(taken.minus(used).max(nothing)),
        MoneyView.of(budget.amount().minus(taken.max(used)).max(nothing)),
        budget.thresholds().stream().map(BudgetBody.ThresholdBody::of).toList(),
        budget.webhook().map(Budget.Webhook::url).orElse(null),
        null,
        budget.mailTo().stream().map(Mailbox::address).toList(),
        budget.createdBy(),
        budget.createdAt());
  }

  BudgetView withSecret(String secret) {
    return new BudgetView(
        id,
        name,
        project,
        user,
        period,
        periodFrom,
        periodTo,
        amount,
        used,
        held,
        left,
        thresholds,
        webhookUrl,
        secret,
        mailTo,
        createdBy,
        createdAt);
  }
}
