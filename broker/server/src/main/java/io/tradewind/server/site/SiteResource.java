package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.ProviderId;
import io.tradewind.server.agent.AgentGate;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.boot.Installation;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
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

/** Sites, how machines are enrolled there, and which agents speak for them. */
@Path("/api/v1/sites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class SiteResource {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
  private static final ProviderId FEED = new ProviderId("datacenter");

  private final Database database;
  private final SitePages pages;
  private final AgentGate gate;
  private final Installation installation;
  private final FeedPoller feeds;
  private final Caller caller;
  private final Clock clock;

  SiteResource(
      Database database,
      SitePages pages,
      AgentGate gate,
      Installation installation,
      FeedPoller feeds,
      Caller caller,
      Clock clock) {
    this.database = database;
    this.pages = pages;
    this.gate = gate;
    this.installation = installation;
    this.feeds = feeds;
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * Makes a machine a part of a site.
   *
   * @param token good for one machine; shown this once
   * @param install one line for a shell of the machine; what it starts is no root's where it need
   *     not be
   * @param installChecked the same, which runs the script only if it has the checksum
   * @param runtime the platform whose Java is brought along; null where the machine needs its own
   */
  @Schema(name = "EnrolmentToken", description = "Good for one machine, and shown this once.")
  public record TokenView(
      @Schema(required = true) String token,
      @Schema(required = true) Instant expiresAt,
      @Schema(required = true) String install,
      @Schema(required = true) String installChecked,
      @Schema(required = true) String scriptSha256,
      @Schema(required = true, nullable = true) @Nullable String runtime) {}

  @GET
  @Operation(operationId = "listSites", summary = "Sites, and whether their agents are heard")
  public Uni<Page<SiteView>> list() {
    UUID organization = caller.organization();
    return database.transaction(
        session ->
            session
                .createQuery(
                    "from SiteEntity where organization = :organization order by provider",
                    SiteEntity.class)
                .setParameter("organization", organization)
                .getResultList()
                .chain(sites -> pages.views(session, sites).map(Page::whole)));
  }

  @GET
  @Path("{site}")
  @Operation(operationId = "getSite", summary = "A site with its machines")
  public Uni<SiteView> one(@PathParam("site") UUID id) {
    UUID organization = caller.organization();
    return database.transaction(
        session ->
            SitePages.own(session, id, organization)
                .chain(site -> pages.views(session, List.of(site)).map(views -> views.get(0))));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createSite",
      summary = "Onboard a site",
      description = "What it has to sell is discovered by the agents that enrol there.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = SiteView.class)))
  @APIResponse(responseCode = "422", description = "Each error names its field.")
  public Uni<Response> create(@Nullable SiteBody body) {
    SiteBody sent = ProblemException.sent(body);
    SiteEntity site = sent.read(caller.organization(), caller.subject(), clock.instant());
    String by = caller.subject();
    return database
        .transaction(
            session ->
                refuseNamesake(session, site)
                    .chain(() -> session.persist(site))
                    .chain(session::flush)
                    .chain(() -> Claims.propose(session, site, sent, by, clock.instant()))
                    .chain(() -> session.persist(event(site, by, "site.created", "Onboarded.")))
                    .chain(() -> pages.views(session, List.of(site))))
        .map(
            views ->
                Response.created(URI.create("/api/v1/sites/" + site.id))
                    .entity(views.get(0))
                    .build());
  }

  private static Uni<Void> refuseNamesake(Mutiny.Session session, SiteEntity site) {
    return session
        .createQuery(
            "select count(*) from SiteEntity where organization = :organization and name = :name",
            Long.class)
        .setParameter("organization", site.organization)
        .setParameter("name", site.name)
        .getSingleResult()
        .invoke(
            count -> {
              if (count > 0) {
                throw new ProblemException(
                    409,
                    "site_exists",
                    "There is a site named '%s' already. Give this one another name."
                        .formatted(site.name));
              }
            })
        .replaceWithVoid();
  }

  @POST
  @Path("{site}/enrolment-tokens")
  @Operation(
      operationId = "createEnrolmentToken",
      summary = "A one-time token, and the line that installs an agent with it",
      description = "It is good for one machine within fifteen minutes, and is shown this once.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = TokenView.class)))
  public Uni<Response> token(@PathParam("site") UUID id, @Context UriInfo uri) {
    UUID organization = caller.organization();
    URI reached = uri.getBaseUri();
    String by = caller.subject();
    Instant expires = clock.instant().plus(TOKEN_LIFE);
    return database
        .transaction(
            session ->
                SitePages.own(session, id, organization)
                    .call(
                        site ->
                            session.persist(
                                event(
                                    site, by, "site.token_made", "An enrolment token was made."))))
        .chain(site -> gate.issueEnrolmentToken(site.id, TOKEN_LIFE))
        .chain(
            token -> installation.lines(reached, token).map(lines -> view(token, expires, lines)))
        .map(
            view ->
                Response.status(201)
                    .entity(view)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  private static TokenView view(String token, Instant expires, Installation.Lines lines) {
    return new TokenView(
        token,
        expires,
        lines.plain(),
        lines.checked(),
        lines.sha256(),
        lines.runtime().orElse(null));
  }

  @DELETE
  @Path("{site}/agents/{agent}")
  @Operation(
      operationId = "revokeAgent",
      summary = "Turn an agent away for good",
      description = "It gets nothing from now on; its leases are lost, and end by its own rule.")
  @APIResponse(responseCode = "204")
  public Uni<Response> revoke(@PathParam("site") UUID id, @PathParam("agent") UUID agent) {
    UUID organization = caller.organization();
    String by = caller.subject();
    return database
        .transaction(
            Scope.BROKER,
            session ->
                SitePages.own(session, id, organization)
                    .chain(
                        site ->
                            gate.revoke(session, site.id, agent, by)
                                .call(
                                    gone ->
                                        gone
                                            ? session.persist(
                                                event(
                                                    site,
                                                    by,
                                                    "site.agent_revoked",
                                                    "Agent %s was revoked.".formatted(agent)))
                                            : Uni.createFrom().voidItem())))
        .invoke(gone -> feeds.refresh(FEED))
        .map(gone -> Response.noContent().build());
  }

  private EventEntity event(SiteEntity site, String by, String type, String detail) {
    return new EventEntity(
        clock.instant(),
        site.organization,
        null,
        null,
        type,
        by,
        "%s: %s".formatted(site.name, detail));
  }
}
