package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far a site can be relied on, and why. */
@Path("/api/v1/sites/{site}/reliability")
@Tag(name = "sites")
public class ReliabilityResource {
  private final Database database;
  private final Caller caller;
  private final Clock clock;

  ReliabilityResource(Database database, Caller caller, Clock clock) {
    this.database = database;
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * A score.
   *
   * @param score 0 to 100; a site of which nothing is known has 50
   */
  @Schema(name = "Reliability")
  public record View(
      @Schema(required = true) double score,
      @Schema(required = true) String formula,
      @Schema(required = true) List<Reliability.Part> parts) {}

  @GET
  @Operation(operationId = "getReliability", summary = "A site's reliability with its formula")
  public Uni<View> get(@PathParam("site") UUID id) {
    UUID organization = caller.organization();
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization)
                .chain(site -> Reliability.of(session, site, clock.instant()))
                .map(it -> new View(it.score(), Reliability.FORMULA, it.parts())));
  }
}
