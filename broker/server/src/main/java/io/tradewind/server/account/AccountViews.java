package io.tradewind.server.account;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountReport;
import io.tradewind.api.AccountReport.Quota;
import io.tradewind.api.AccountReport.Right;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Accounts in replies. */
final class AccountViews {
  private AccountViews() {}

  /** An account, without its secrets. */
  @Schema(name = "Account", description = "An organization's own connection to a seller.")
  record AccountView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String provider,
      @Schema(required = true, description = "As people call the seller.") String title,
      @Schema(required = true) String name,
      @Schema(
              required = true,
              enumeration = {"unchecked", "connected", "incomplete", "refused"},
              description =
                  "connected: leases can be started; incomplete: rights are missing; refused: the"
                      + " seller refuses the credentials.")
          String state,
      @Schema(required = true, description = "The state in words.") String detail,
      @Schema(required = true, description = "What is not secret of its settings.")
          Map<String, String> settings,
      @Schema(
              required = true,
              nullable = true,
              description = "As whom the seller knows the broker.")
          @Nullable String identity,
      @Schema(required = true) List<RightView> rights,
      @Schema(required = true) List<QuotaView> quotas,
      @Schema(required = true, nullable = true) @Nullable Instant checkedAt,
      @Schema(required = true) Instant createdAt,
      @Schema(required = true) String createdBy,
      @Schema(required = true, description = "What runs in it; it cannot be disconnected before.")
          List<UUID> openLeases) {}

  /** A right of an account. */
  @Schema(name = "AccountRight", description = "One thing that an account may do, or not.")
  record RightView(
      @Schema(required = true) String name,
      @Schema(
              required = true,
              enumeration = {"granted", "missing", "unknown"})
          String verdict,
      @Schema(required = true, description = "Whether no machine can be started without it.")
          boolean needed,
      @Schema(required = true) String detail) {
    static RightView of(Right right) {
      return new RightView(
          right.name(),
          right.verdict().name().toLowerCase(Locale.ROOT),
          right.needed(),
          right.detail());
    }
  }

  /** A quota of an account. */
  @Schema(name = "AccountQuota", description = "How much an account may have at once.")
  record QuotaView(
      @Schema(required = true) String name,
      @Schema(required = true, description = "A region; empty for all.") String where,
      @Schema(required = true) long limit,
      @Schema(required = true, nullable = true) @Nullable Long used) {
    static QuotaView of(Quota quota) {
      return new QuotaView(
          quota.name(),
          quota.where(),
          quota.limit(),
          quota.used().isPresent() ? (Long) quota.used().getAsLong() : null);
    }
  }

  /** What is asked of whoever connects an account. */
  @Schema(name = "AccountKind", description = "How an account at a seller is connected.")
  record KindView(
      @Schema(required = true) String provider,
      @Schema(required = true) String title,
      @Schema(required = true) List<FieldView> fields,
      @Schema(required = true, description = "What to paste at the seller's first.")
          List<GrantView> grants) {
    static KindView of(AccountKind kind, AccountKind.Names names) {
      return new KindView(
          kind.seller().value(),
          kind.title(),
          kind.fields().stream().map(FieldView::of).toList(),
          kind.grants().apply(names).stream()
              .map(grant -> new GrantView(grant.title(), grant.text()))
              .toList());
    }
  }

  /** A setting that is asked for. */
  @Schema(name = "AccountField")
  record FieldView(
      @Schema(required = true) String key,
      @Schema(required = true) String label,
      @Schema(required = true) String meaning,
      @Schema(
              required = true,
              enumeration = {"text", "secret", "file"},
              description =
                  "secret: kept sealed, or env:NAME and file:NAME as the operator allows; file:"
                      + " file:NAME alone.")
          String form,
      @Schema(required = true) boolean required,
      @Schema(required = true) String example) {
    static FieldView of(AccountKind.Field field) {
      return new FieldView(
          field.key(),
          field.label(),
          field.meaning(),
          field.form().name().toLowerCase(Locale.ROOT),
          field.required(),
          field.example());
    }
  }

  /** A text to paste. */
  @Schema(name = "AccountGrant")
  record GrantView(@Schema(required = true) String title, @Schema(required = true) String text) {}

  static AccountView view(Account account, String title, List<UUID> openLeases) {
    return new AccountView(
        account.id(),
        account.seller().value(),
        title,
        account.name(),
        account.state().wireName(),
        account.detail(),
        new TreeMap<>(account.settings()),
        account.report().map(AccountReport::identity).orElse(null),
        account.report().map(AccountReport::rights).orElse(List.of()).stream()
            .map(RightView::of)
            .toList(),
        account.report().map(AccountReport::quotas).orElse(List.of()).stream()
            .map(QuotaView::of)
            .toList(),
        account.checkedAt().orElse(null),
        account.createdAt(),
        account.createdBy(),
        openLeases);
  }
}
