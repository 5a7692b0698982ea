package io.tradewind.server.feed;

import io.tradewind.api.Capability;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.page.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who tells of offers, and how well. */
@Path("/api/v1/providers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class ProvidersResource {
  private final FeedPoller poller;
  private final LiveMarket market;
  private final Quarantine quarantine;
  private final Clock clock;

  ProvidersResource(FeedPoller poller, LiveMarket market, Quarantine quarantine, Clock clock) {
    this.poller = poller;
    this.market = market;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /**
   * A provider in replies.
   *
   * @param offers on the market now
   * @param superseded of these, those for which another source is believed
   * @param quarantined rows of its last reading
   * @param ageSeconds since the last success
   */
  @Schema(name = "Provider", description = "A feed of offers and how it is.")
  public record ProviderView(
      @Schema(required = true) String id,
      @Schema(required = true) String name,
      @Schema(
              required = true,
              enumeration = {"ok", "failing", "waiting"})
          String state,
      @Schema(required = true, description = "On the market now.") long offers,
      @Schema(
              required = true,
              description = "Of these, told by another source that is believed: not matched.")
          long superseded,
      @Schema(
              required = true,
              enumeration = {"seller", "published", "reported"},
              description = "Whose word its prices are.")
          String standing,
      @Schema(required = true, description = "Refused rows of its last reading.") long quarantined,
      @Schema(required = true, nullable = true) @Nullable Instant lastSuccess,
      @Schema(required = true, nullable = true) @Nullable Instant lastAttempt,
      @Schema(required = true, nullable = true, description = "Since the last success.")
          @Nullable Long ageSeconds,
      @Schema(
              required = true,
              nullable = true,
              description = "What went wrong at the last attempt.")
          @Nullable String fault,
      @Schema(required = true) List<String> capabilities,
      @Schema(required = true, description = "Whether leases can be started through it.")
          boolean leasable,
      @Schema(required = true) CircuitView circuit) {}

  /** Whether a failing provider is left alone, and until when. */
  @Schema(name = "Circuit", description = "What the calls of a provider have come to.")
  public record CircuitView(
      @Schema(
              required = true,
              enumeration = {"closed", "open", "half_open"},
              description =
                  "closed: called on schedule; open: left alone until nextAttempt after failures in"
                      + " a row; half_open: the call that decides is under way.")
          String state,
      @Schema(required = true) int failuresInARow,
      @Schema(required = true, nullable = true, description = "Null while it is being called.")
          @Nullable Instant nextAttempt,
      @Schema(required = true, nullable = true, description = "Of the last call.")
          @Nullable Long lastDurationMillis) {
    static CircuitView of(Circuit circuit) {
      return new CircuitView(
          circuit.state().wireName(),
          circuit.failuresInARow(),
          circuit.nextAttempt().orElse(null),
          circuit.lastDuration().map(Duration::toMillis).orElse(null));
    }
  }

  @GET
  @Operation(
      operationId = "listProviders",
      summary = "All providers and how they are",
      description = "A failing provider keeps its last offers, which age.")
  public Page<ProviderView> list() {
    return Page.whole(poller.workers().stream().map(this::view).toList());
  }

  private ProviderView view(FeedWorker worker) {
    FeedHealth health = worker.health();
    Instant now = clock.instant();
    return new ProviderView(
        health.feed().value(),
        health.feed().value(),
        health.state().wireName(),
        market.told(health.feed()).size(),
        market.superseded(health.feed()),
        worker.provider().standing().wireName(),
        quarantine.total(health.feed()),
        health.lastSuccess().orElse(null),
        health.lastAttempt().orElse(null),
        health.lastSuccess().map(last -> Duration.between(last, now).toSeconds()).orElse(null),
        health.fault().orElse(null),
        worker.provider().capabilities().stream()
            .map(capability -> capability.name().toLowerCase(Locale.ROOT))
            .sorted()
            .toList(),
        worker.provider().capabilities().contains(Capability.PROVISION),
        CircuitView.of(health.circuit()));
  }
}
