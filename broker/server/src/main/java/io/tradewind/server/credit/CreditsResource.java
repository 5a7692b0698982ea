package io.tradewind.server.credit;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.credit.Credits.CreditsView;
import io.tradewind.server.credit.Credits.GrantView;
import io.tradewind.server.credit.Credits.PaymentView;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Credits and prepaid money of an organization. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class CreditsResource {
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_REFERENCE = 200;

  private final Credits credits;
  private final Caller caller;
  private final Clock clock;

  CreditsResource(Credits credits, Caller caller, Clock clock) {
    this.credits = credits;
    this.caller = caller;
    this.clock = clock;
  }

  /** A grant as it is sent. */
  @Schema(name = "CreditGrantRequest")
  public record GrantBody(
      @Schema(required = true, examples = "100 USD") @Nullable String amount,
      @Schema(nullable = true, description = "Never when absent.") @Nullable Instant expiresAt,
      @Schema(required = true, maxLength = LONGEST_REASON) @Nullable String reason) {}

  /** A payment as it is sent. */
  @Schema(name = "PrepaymentRequest")
  public record PaymentBody(
      @Schema(required = true, examples = "1000 EUR") @Nullable String amount,
      @Schema(
              required = true,
              maxLength = LONGEST_REFERENCE,
              description = "Of the payment; the same one is recorded once.")
          @Nullable String reference) {}

  @GET
  @Path("credits")
  @Operation(
      operationId = "listCredits",
      summary = "What the organization was given and has prepaid, and what is left of it")
  public Uni<CreditsView> list() {
    return credits.of(caller.organization());
  }

  @POST
  @Path("credits")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "grantCredit",
      summary = "Give the organization credit",
      description =
          "It lowers the net amount of the next invoices. The same Idempotency-Key is one grant.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = GrantView.class)))
  public Uni<Response> grant(GrantBody body, @HeaderParam("Idempotency-Key") @Nullable String key) {
    GrantBody sent = ProblemException.sent(body);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID organization = caller.organization();
    Money amount = amount(sent.amount());
    Optional<Instant> expires = Optional.ofNullable(sent.expiresAt());
    if (expires
        .filter(it -> !it.isAfter(now) || it.isAfter(now.plus(36_525, ChronoUnit.DAYS)))
        .isPresent()) {
      throw ProblemException.field(
          "expiresAt", "It does not expire in this century to come.", "Write a time after now.");
    }
    String reason = text("reason", sent.reason(), LONGEST_REASON);
    UUID id =
        key == null
            ? UUID.randomUUID()
            : UUID.nameUUIDFromBytes(
                ("grant " + organization + " " + key).getBytes(StandardCharsets.UTF_8));
    return credits
        .grant(id, organization, amount, expires, reason, caller.subject(), now)
        .invoke(made -> requireSame(made.amount(), amount, "Idempotency-Key"))
        .map(made -> Response.status(Response.Status.CREATED).entity(made).build());
  }

  @POST
  @Path("prepayments")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "recordPrepayment",
      summary = "Record what the organization has paid beforehand",
      description = "The same reference is one payment.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = PaymentView.class)))
  @APIResponse(responseCode = "409", description = "The reference is of another amount.")
  public Uni<Response> prepay(PaymentBody body) {
    PaymentBody sent = ProblemException.sent(body);
    Money amount = payable(amount(sent.amount()));
    String reference = text("reference", sent.reference(), LONGEST_REFERENCE);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return credits
        .prepay(caller.organization(), amount, reference, caller.subject(), now)
        .invoke(made -> requireSame(made.amount(), amount, "reference"))
        .map(made -> Response.status(Response.Status.CREATED).entity(made).build());
  }

  private static void requireSame(MoneyView stands, Money sent, String name) {
    if (!stands.equals(MoneyView.of(sent))) {
      throw new ProblemException(
          409,
          "already_recorded",
          "Under this %s stand %s %s already. Use another one for another amount."
              .formatted(name, stands.amount(), stands.currency()));
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

  /** Nobody pays fractions of a cent, and an invoice asks for none. */
  private static Money payable(Money amount) {
    int decimals = Math.max(0, amount.currency().getDefaultFractionDigits());
    if (amount.amount().stripTrailingZeros().scale() > decimals) {
      throw badAmount();
    }
    return amount;
  }

  private static ProblemException badAmount() {
    return ProblemException.field(
        "amount",
        "The amount is nothing that can be given or paid.",
        "Write a positive number, then the ISO currency code: 100 USD.");
  }

  private static String text(String field, @Nullable String given, int longest) {
    String text = given == null ? "" : given.strip();
    if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0) {
      throw ProblemException.field(
          field, "It is missing or long.", "Write at most %d characters.".formatted(longest));
    }
    return text;
  }
}
