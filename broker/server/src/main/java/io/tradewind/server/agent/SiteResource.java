package io.tradewind.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.Pulse;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.page.Page;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Sites and the agents on them. */
@Path("/api/v1/sites")
@Tag(name = "sites")
public class SiteResource {
  private final Database database;
  private final ObjectMapper json;
  private final Clock clock;
  private final Caller caller;

  SiteResource(Database database, ObjectMapper json, Clock clock, Caller caller) {
    this.database = database;
    this.json = json;
    this.clock = clock;
    this.caller = caller;
  }

  /**
   * A site.
   *
   * @param ask for one vCPU and hour
   * @param inventory what its agent discovered; absent before the first report
   */
  @Schema(name = "Site")
  public record SiteView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String name,
      @Schema(required = true) String provider,
      @Schema(required = true) String region,
      @Schema(required = true, nullable = true) @Nullable String country,
      @Schema(required = true) MoneyView ask,
      @Schema(required = true) String state,
      @Schema(required = true) List<AgentView> agents,
      @Schema(required = true, nullable = true) @Nullable JsonNode inventory) {}

  /**
   * @param state {@code alive, suspended, lost, waiting} or {@code revoked}
   */
  @Schema(name = "Agent")
  public record AgentView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String version,
      @Schema(required = true) Instant enrolledAt,
      @Schema(required = true, nullable = true) @Nullable Instant lastHeartbeat,
      @Schema(
              required = true,
              enumeration = {"alive", "suspended", "lost", "waiting", "revoked"})
          String state) {}

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
                .chain(sites -> agents(session, sites).map(agents -> page(sites, agents))));
  }

  private static Uni<List<AgentEntity>> agents(Mutiny.Session session, List<SiteEntity> sites) {
    return session
        .createQuery("from AgentEntity where site in :sites order by enrolledAt", AgentEntity.class)
        .setParameter("sites", sites.stream().map(site -> site.id).toList())
        .getResultList();
  }

  private Page<SiteView> page(List<SiteEntity> sites, List<AgentEntity> agents) {
    return Page.whole(
        sites.stream()
            .map(
                site ->
                    view(
                        site, agents.stream().filter(agent -> site.id.equals(agent.site)).toList()))
            .toList());
  }

  private SiteView view(SiteEntity site, List<AgentEntity> agents) {
    List<AgentView> views = agents.stream().map(this::view).toList();
    String state =
        views.stream().anyMatch(agent -> agent.state().equals("alive"))
            ? "online"
            : views.isEmpty() ? "waiting" : "offline";
    return new SiteView(
        site.id,
        site.name,
        site.provider,
        site.region,
        site.country,
        MoneyView.of(Money.of(site.ask, Currency.getInstance(site.currency))),
        state,
        views,
        site.inventory == null ? null : read(site.inventory));
  }

  private AgentView view(AgentEntity agent) {
    String state =
        agent.revokedAt != null
            ? "revoked"
            : agent.lastHeartbeat == null
                ? "waiting"
                : Pulse.of(agent.lastHeartbeat, Pulse.INTERVAL, clock.instant())
                    .name()
                    .toLowerCase(Locale.ROOT);
    return new AgentView(agent.id, agent.version, agent.enrolledAt, agent.lastHeartbeat, state);
  }

  private JsonNode read(String inventory) {
    try {
      return json.readTree(inventory);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored inventory is not JSON any more.", e);
    }
  }
}
