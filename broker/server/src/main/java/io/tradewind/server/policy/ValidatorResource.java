package io.tradewind.server.policy;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.Webhooks;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** An organization's own program that has the last word before a commitment. */
@Path("/api/v1/policies/validator")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "policies")
public class ValidatorResource {
  private static final int USUAL_MS = 2_000;
  private static final int SHORTEST_MS = 100;
  private static final int LONGEST_MS = 10_000;

  private final Validators validators;
  private final ValidatorAnswers answers;
  private final Webhooks webhooks;
  private final Caller caller;

  ValidatorResource(
      Validators validators, ValidatorAnswers answers, Webhooks webhooks, Caller caller) {
    this.validators = validators;
    this.answers = answers;
    this.webhooks = webhooks;
    this.caller = caller;
  }

  /** Where it is. */
  @Schema(name = "PolicyValidatorRequest", description = "A program to ask.")
  public record Body(
      @Schema(
              required = true,
              maxLength = 2000,
              description = "https, to an address on the public internet.")
          @Nullable String webhookUrl,
      @Schema(nullable = true, description = "100 to 10000; 2000 when absent.")
          @Nullable Integer timeoutMillis) {}

  /** The same in replies. */
  @Schema(name = "PolicyValidator", description = "A program that is asked.")
  public record View(
      @Schema(required = true) String webhookUrl,
      @Schema(required = true) int timeoutMillis,
      @Schema(required = true) String changedBy,
      @Schema(required = true) Instant changedAt,
      @Schema(required = true, description = "The last ones, the newest first.")
          List<ValidatorAnswers.View> answers,
      @Schema(nullable = true, description = "Shown once, when the address is set.")
          @Nullable String webhookSecret) {
    static View of(
        Validators.Stored stored, List<ValidatorAnswers.View> answers, @Nullable String fresh) {
      return new View(
          stored.address().url(),
          (int) stored.address().limit().toMillis(),
          stored.changedBy(),
          stored.changedAt(),
          answers,
          fresh);
    }
  }

  @GET
  @Operation(operationId = "getPolicyValidator", summary = "Who is asked before a commitment")
  @APIResponse(
      responseCode = "200",
      description = "Who is, and what it answered lately.",
      content = @Content(schema = @Schema(implementation = View.class)))
  @APIResponse(responseCode = "204", description = "Nobody is.")
  public Uni<View> get() {
    return validators
        .of(caller.organization())
        .chain(
            stored -> stored.isPresent() ? view(stored.get(), null) : Uni.createFrom().nullItem());
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setPolicyValidator",
      summary = "Have an own program asked before each commitment",
      description =
          "It is sent the workloads and where they would run, signed as messages to webhooks are, and"
              + " answers 200 with {\"allow\": true} or {\"allow\": false, \"reason\": \"…\"}. Whatever else"
              + " it answers, or nothing in time, refuses the workload.")
  @APIResponse(responseCode = "400", description = "The address is not called.")
  public Uni<View> put(@Nullable Body body) {
    Body sent = ProblemException.sent(body);
    Webhooks.Accepted accepted =
        webhooks
            .accept(sent.webhookUrl())
            .orElseThrow(
                () ->
                    ProblemException.field(
                        "webhookUrl", "There is no address.", "Write where your program answers."));
    Validator.Address address =
        new Validator.Address(accepted.url(), accepted.secret(), limit(sent.timeoutMillis()));
    UUID organization = caller.organization();
    return validators
        .put(organization, address, caller.subject())
        .chain(this::standing)
        .chain(
            stored -> {
              boolean fresh = stored.address().secret().equals(accepted.secret());
              return view(stored, fresh ? accepted.secret() : null);
            });
  }

  private Uni<View> view(Validators.Stored stored, @Nullable String fresh) {
    return answers.newest(caller.organization()).map(given -> View.of(stored, given, fresh));
  }

  @DELETE
  @Operation(operationId = "deletePolicyValidator", summary = "Ask nobody any more")
  @APIResponse(responseCode = "204", description = "Nobody is asked.")
  public Uni<Void> delete() {
    return validators
        .delete(caller.organization())
        .invoke(
            deleted -> {
              if (!deleted) {
                throw none();
              }
            })
        .replaceWithVoid();
  }

  private static Duration limit(@Nullable Integer millis) {
    int limit = millis == null ? USUAL_MS : millis;
    if (limit < SHORTEST_MS || limit > LONGEST_MS) {
      throw ProblemException.field(
          "timeoutMillis",
          "%d is outside %d to %d.".formatted(limit, SHORTEST_MS, LONGEST_MS),
          "Give a number within it.");
    }
    return Duration.ofMillis(limit);
  }

  private Uni<Validators.Stored> standing() {
    return validators.of(caller.organization()).map(it -> it.orElseThrow(ValidatorResource::none));
  }

  private static ProblemException none() {
    return new ProblemException(404, "not_found", "There is no validator.");
  }
}
