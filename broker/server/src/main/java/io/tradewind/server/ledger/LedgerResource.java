package io.tradewind.server.ledger;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** An organization's account with the broker. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class LedgerResource {
  private static final int LONGEST_REASON = 500;

  private final Ledger ledger;
  private final Caller caller;
  private final Clock clock;

  LedgerResource(Ledger ledger, Caller caller, Clock clock) {
    this.ledger = ledger;
    this.caller = caller;
    this.clock = clock;
  }

  /** A line in replies. */
  @Schema(name = "LedgerLine", description = "What changed what an organization owes.")
  public record LineView(
      @Schema(required = true, description = "When it fell due.") Instant at,
      @Schema(
              required = true,
              description =
                  "charge, direct (paid to the seller itself), refund, rounding, tax, credit,"
                      + " prepaid.")
          String kind,
      @Schema(required = true, description = "Below nothing where it owes less for it.")
          MoneyView amount,
      @Schema(required = true, nullable = true) @Nullable UUID lease,
      @Schema(required = true, nullable = true, description = "The refund, or the invoice.")
          @Nullable UUID cause,
      @Schema(required = true, nullable = true) @Nullable String memo) {
    static LineView of(Ledger.Line line) {
      return new LineView(
          line.at(),
          line.kind(),
          MoneyView.of(line.amount()),
          line.lease().orElse(null),
          line.cause().orElse(null),
          line.memo().orElse(null));
    }
  }

  /** What an organization owes, exactly. */
  @Schema(name = "Balances", description = "One amount of each currency; never converted.")
  public record BalancesView(
      @Schema(required = true, description = "Owed to the broker.") List<MoneyView> owed,
      @Schema(required = true, description = "Paid to sellers through accounts of its own.")
          List<MoneyView> direct) {}

  /** A refund as it is sent. */
  @Schema(name = "RefundRequest")
  public record RefundBody(
      @Schema(required = true) @Nullable UUID lease,
      @Schema(required = true, examples = "1.50 USD") @Nullable String amount,
      @Schema(required = true, maxLength = 500) @Nullable String reason) {}

  /** A refund in replies. */
  @Schema(name = "Refund")
  public record RefundView(
      @Schema(required = true) UUID id,
      @Schema(required = true) UUID lease,
      @Schema(required = true) MoneyView amount,
      @Schema(required = true) String reason) {}

  @GET
  @Path("ledger/balances")
  @Operation(operationId = "getBalances", summary = "What the organization owes")
  public Uni<BalancesView> balances() {
    UUID organization = caller.organization();
    return Uni.combine()
        .all()
        .unis(
            ledger.balance("receivable:" + organization), ledger.balance("direct:" + organization))
        .with((owed, direct) -> new BalancesView(views(owed), views(direct)));
  }

  private static List<MoneyView> views(List<Money> amounts) {
    return amounts.stream().map(MoneyView::of).toList();
  }

  @GET
  @Path("ledger")
  @Operation(operationId = "listLedger", summary = "What changed what the organization owes")
  public Uni<Page<LineView>> statement(
      @QueryParam("limit") @DefaultValue("200") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    int size = Limits.page(limit);
    List<String> after = cursor == null ? List.of("1970-01-01T00:00:00Z", "0") : decoded(cursor);
    return ledger
        .statement(
            caller.organization(), Instant.parse(after.get(0)), Long.parseLong(after.get(1)), size)
        .map(
            lines ->
                new Page<>(
                    lines.stream().map(LineView::of).toList(), next(lines, size), lines.size()));
  }

  private static List<String> decoded(String cursor) {
    List<String> parts = Cursors.decode(cursor, 2);
    try {
      return List.of(
          Instant.parse(parts.get(0)).toString(), Long.toString(Long.parseLong(parts.get(1))));
    } catch (RuntimeException e) {
      throw Cursors.bad();
    }
  }

  private static @Nullable String next(List<Ledger.Line> lines, int size) {
    if (lines.size() < size) {
      return null;
    }
    Ledger.Line last = lines.get(lines.size() - 1);
    return Cursors.encode(last.at().toString(), Long.toString(last.seq()));
  }

  @POST
  @Path("refunds")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createRefund",
      summary = "Give back a part of what a lease was charged",
      description =
          "The buyer owes less; the seller and the broker bear it in the parts in which they had it."
              + " The same Idempotency-Key is one refund.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = RefundView.class)))
  @APIResponse(responseCode = "409", description = "More than was charged and not given back.")
  public Uni<Response> refund(
      RefundBody body, @HeaderParam("Idempotency-Key") @Nullable String key) {
    if (body == null || body.lease() == null) {
      throw ProblemException.field("lease", "No lease is named.", "Give its id.");
    }
    UUID lease = body.lease();
    Money amount = amount(body.amount());
    String reason = reason(body.reason());
    UUID id =
        key == null
            ? UUID.randomUUID()
            : UUID.nameUUIDFromBytes(
                (caller.organization() + " " + lease + " " + key).getBytes(StandardCharsets.UTF_8));
    return ledger
        .refund(id, lease, amount, reason, clock.instant())
        .invoke(of -> requireAllowed(of, lease, amount))
        .map(
            of ->
                Response.status(Response.Status.CREATED)
                    .entity(new RefundView(id, lease, MoneyView.of(amount), reason))
                    .build());
  }

  private static void requireAllowed(Optional<Ledger.Refundable> found, UUID lease, Money amount) {
    Ledger.Refundable of = found.orElseThrow(() -> ProblemException.notFound("lease", lease));
    if (!of.allows(amount)) {
      throw new ProblemException(
          409,
          "not_refundable",
          "Of lease %s %s can be given back, not %s."
              .formatted(lease, of.direct() ? Money.zero(amount.currency()) : of.left(), amount));
    }
  }

  private static Money amount(@Nullable String text) {
    try {
      Money money = Money.parse(text == null ? "" : text);
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
        "Write the number, then the ISO currency code: 1.50 USD.");
  }

  private static String reason(@Nullable String text) {
    String reason = text == null ? "" : text.strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
      throw ProblemException.field(
          "reason",
          "It has %d characters, or one that cannot be stored.".formatted(reason.length()),
          "Write 1 to %d characters of plain text.".formatted(LONGEST_REASON));
    }
    return reason;
  }
}
