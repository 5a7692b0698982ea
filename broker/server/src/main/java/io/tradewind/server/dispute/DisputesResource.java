package io.tradewind.server.dispute;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.dispute.Disputes.DisputeView;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

/** Charges that somebody says are wrong. */
@Path("/api/v1/disputes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class DisputesResource {
  private static final int LONGEST = 2_000;
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9998-01-01T00:00:00Z");

  private final Disputes disputes;
  private final Caller caller;
  private final Clock clock;

  DisputesResource(Disputes disputes, Caller caller, Clock clock) {
    this.disputes = disputes;
    this.caller = caller;
    this.clock = clock;
  }

  /** A dispute as it is sent. */
  @Schema(name = "DisputeRequest")
  public record DisputeBody(
      @Schema(required = true) @Nullable UUID lease,
      @Schema(required = true) @Nullable Instant from,
      @Schema(required = true) @Nullable Instant to,
      @Schema(required = true, examples = "1.50 USD") @Nullable String amount,
      @Schema(required = true, maxLength = LONGEST) @Nullable String reason) {}

  /** A decision as it is sent. */
  @Schema(name = "DisputeDecision")
  public record DecisionBody(
      @Schema(nullable = true, examples = "1.50 USD", description = "Absent: it is refused.")
          @Nullable String granted,
      @Schema(required = true, maxLength = LONGEST) @Nullable String decision) {}

  @GET
  @Operation(
      operationId = "listDisputes",
      summary = "The organization's disputes, the newest first")
  public Uni<Page<DisputeView>> list() {
    return disputes.of(caller.organization(), null).map(Page::whole);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "openDispute",
      summary = "Say that a charge is wrong",
      description =
          "Of a lease of the organization, or as a seller of one on a site of its own. The usage of"
              + " that time is kept with it.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = DisputeView.class)))
  @APIResponse(responseCode = "409", description = "So much was not charged, or one is open.")
  public Uni<Response> open(DisputeBody body) {
    DisputeBody sent = ProblemException.sent(body);
    if (sent.lease() == null) {
      throw ProblemException.field("lease", "No lease is named.", "Give its id.");
    }
    Instant from = time("from", sent.from());
    Instant to = time("to", sent.to());
    if (!from.isBefore(to)) {
      throw ProblemException.field("to", "It ends before it begins.", "Write a later time.");
    }
    var wish =
        new Disputes.Wish(
            sent.lease(),
            from,
            to,
            amount("amount", sent.amount()),
            text("reason", sent.reason()),
            caller.subject(),
            now());
    return disputes
        .open(caller.organization(), wish)
        .map(made -> Response.status(Response.Status.CREATED).entity(made).build());
  }

  @POST
  @Path("{id}/decision")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "decideDispute",
      summary = "Grant a dispute, in whole or in part, or refuse it",
      description = "What is granted is in the books with the decision. It is decided once.")
  @APIResponse(responseCode = "409", description = "So much is not left to be given back.")
  public Uni<DisputeView> decide(@PathParam("id") UUID id, DecisionBody body) {
    DecisionBody sent = ProblemException.sent(body);
    var decision =
        new Disputes.Decision(
            Optional.ofNullable(sent.granted()).map(it -> amount("granted", it)),
            text("decision", sent.decision()),
            caller.subject(),
            now());
    UUID organization = caller.organization();
    return disputes
        .of(organization, id)
        .invoke(found -> requireDecidable(found.stream().findFirst(), id, decision))
        .chain(() -> disputes.decide(organization, id, decision))
        .map(done -> done.orElseThrow(() -> decided(id)));
  }

  private static void requireDecidable(
      Optional<DisputeView> found, UUID id, Disputes.Decision decision) {
    DisputeView dispute = found.orElseThrow(() -> ProblemException.notFound("dispute", id));
    if (!dispute.state().equals("open")) {
      throw decided(id);
    }
    Money most = Money.of(dispute.amount().amount(), dispute.amount().currency());
    decision
        .granted()
        .filter(it -> !it.currency().equals(most.currency()) || it.compareTo(most) > 0)
        .ifPresent(
            it -> {
              throw ProblemException.field(
                  "granted",
                  "It is not a part of what is disputed.",
                  "Grant up to %s.".formatted(most));
            });
  }

  private static ProblemException decided(UUID id) {
    return new ProblemException(
        409, "already_decided", "The dispute %s is decided already.".formatted(id));
  }

  private static Instant time(String field, @Nullable Instant at) {
    if (at == null || at.isBefore(FIRST) || at.isAfter(LAST)) {
      throw ProblemException.field(field, "There is no time.", "Write it as 2026-11-03T10:00:00Z.");
    }
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  private static Money amount(String field, @Nullable String text) {
    try {
      Money money = Money.parse(text == null ? "" : text);
      if (money.isPositive()) {
        return money;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw badAmount(field);
    }
    throw badAmount(field);
  }

  private static ProblemException badAmount(String field) {
    return ProblemException.field(
        field,
        "It is no positive amount of money.",
        "Write the number, then the ISO currency code: 1.50 USD.");
  }

  private static String text(String field, @Nullable String given) {
    String text = given == null ? "" : given.strip();
    if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw ProblemException.field(
          field, "It is missing or long.", "Write at most %d characters.".formatted(LONGEST));
    }
    return text;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
