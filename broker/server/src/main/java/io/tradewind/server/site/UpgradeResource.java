package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.AgentEntity;
import io.tradewind.server.agent.AgentUpgrades;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Asks the agents of a site to go on with the program that this broker carries. */
@Path("/api/v1/sites/{site}/upgrade")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class UpgradeResource {
  private final Database database;
  private final AgentUpgrades upgrades;
  private final Caller caller;
  private final Clock clock;

  UpgradeResource(Database database, AgentUpgrades upgrades, Caller caller, Clock clock) {
    this.database = database;
    this.upgrades = upgrades;
    this.caller = caller;
    this.clock = clock;
  }

  /** Which agents. */
  @Schema(name = "UpgradeRequest")
  public record Body(
      @Schema(nullable = true, description = "Without it: all of the site.")
          @Nullable List<UUID> agents) {}

  /**
   * @param program the SHA-256 of what they will run
   */
  @Schema(name = "Upgrade", description = "What was asked of a site's agents.")
  public record View(
      @Schema(required = true) String program,
      @Schema(
              required = true,
              description =
                  "Those that run another program now. The rest runs this one, or was installed"
                      + " before agents could upgrade themselves: run the install line there again.")
          List<UUID> asked) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "upgradeAgents",
      summary = "Have a site's agents upgrade themselves",
      description =
          "Each fetches the program from this broker, checks it, and goes on with it as soon as no"
              + " lease runs there; maintenance drains a machine sooner. What does not come to its"
              + " first heartbeat is left again for the program before.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = View.class)))
  @APIResponse(responseCode = "409", description = "This broker carries no agent.")
  public Uni<Response> upgrade(@PathParam("site") UUID id, @Nullable Body body) {
    UUID organization = caller.organization();
    String by = caller.subject();
    List<UUID> agents = body == null || body.agents() == null ? List.of() : body.agents();
    Instant now = clock.instant();
    return database
        .transaction(
            Scope.BROKER,
            session ->
                SitePages.own(session, id, organization)
                    .chain(site -> asked(session, site, agents, by, now)))
        .map(view -> Response.status(202).entity(view).build());
  }

  private Uni<View> asked(
      Mutiny.Session session, SiteEntity site, List<UUID> agents, String by, Instant now) {
    String program =
        upgrades
            .wanted()
            .orElseThrow(
                () ->
                    new ProblemException(
                        409, "agent_missing", "This build of the broker carries no agent."));
    return upgrades
        .ask(session, site.id, agents, program, now)
        .call(asked -> session.persist(event(site, asked, program, by, now)))
        .map(asked -> new View(program, asked.stream().map(agent -> agent.id).toList()));
  }

  private static EventEntity event(
      SiteEntity site, List<AgentEntity> asked, String program, String by, Instant now) {
    return new EventEntity(
        now,
        site.organization,
        null,
        null,
        "site.upgrade_asked",
        by,
        "%s: %d agents were asked to go on with program %s."
            .formatted(site.name, asked.size(), program.substring(0, 7)));
  }
}
