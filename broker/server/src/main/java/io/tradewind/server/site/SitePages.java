package io.tradewind.server.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.Pulse;
import io.tradewind.pricing.Money;
import io.tradewind.server.agent.AgentEntity;
import io.tradewind.server.agent.AgentUpgrades;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.site.SiteView.AgentView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Reads sites for replies. */
@ApplicationScoped
public class SitePages {
  private final ObjectMapper json;
  private final AgentUpgrades upgrades;
  private final Clock clock;

  SitePages(ObjectMapper json, AgentUpgrades upgrades, Clock clock) {
    this.json = json;
    this.upgrades = upgrades;
    this.clock = clock;
  }

  /**
   * A site of the caller's own organization; others' are not there. Whoever has come past here may
   * read in the broker's name what concerns the site: its machines hold leases of others.
   */
  public static Uni<SiteEntity> own(Mutiny.Session session, UUID id, UUID organization) {
    return own(session.find(SiteEntity.class, id), id, organization);
  }

  /** The same, its row locked. */
  static Uni<SiteEntity> locked(Mutiny.Session session, UUID id, UUID organization) {
    return own(
        session.find(SiteEntity.class, id, LockModeType.PESSIMISTIC_WRITE), id, organization);
  }

  private static Uni<SiteEntity> own(Uni<SiteEntity> found, UUID id, UUID organization) {
    return found.map(
        site -> {
          if (site == null || !site.organization.equals(organization)) {
            throw ProblemException.notFound("site", id);
          }
          return site;
        });
  }

  Uni<List<SiteView>> views(Mutiny.Session session, List<SiteEntity> sites) {
    return session
        .createQuery("from AgentEntity where site in :sites order by enrolledAt", AgentEntity.class)
        .setParameter("sites", sites.stream().map(site -> site.id).toList())
        .getResultList()
        .map(agents -> sites.stream().map(site -> view(site, agents)).toList());
  }

  private SiteView view(SiteEntity site, List<AgentEntity> all) {
    List<AgentView> agents =
        all.stream().filter(agent -> site.id.equals(agent.site)).map(this::view).toList();
    return new SiteView(
        site.id,
        site.name,
        site.operator,
        site.provider,
        site.region,
        site.city,
        site.country,
        site.latitude,
        site.longitude,
        site.gridZone,
        site.pue,
        site.wue,
        site.cooling,
        site.powerHeadroomKw,
        site.uplinkGbps,
        site.listing,
        site.ask == null || site.currency == null
            ? null
            : MoneyView.of(Money.of(site.ask, Currency.getInstance(site.currency))),
        state(agents),
        site.createdAt,
        agents,
        agents.stream()
            .map(AgentView::inventory)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }

  private static String state(List<AgentView> agents) {
    if (agents.stream().anyMatch(agent -> agent.state().equals("alive"))) {
      return "online";
    }
    return agents.isEmpty() ? "waiting" : "offline";
  }

  private AgentView view(AgentEntity agent) {
    return new AgentView(
        agent.id,
        AgentUpgrades.name(agent.version, agent.program),
        upgrade(agent),
        agent.upgradeFault,
        agent.enrolledAt,
        agent.lastHeartbeat,
        state(agent),
        agent.vcpus,
        agent.memoryMib,
        agent.accelerator,
        agent.accelerators,
        agent.note,
        read(agent.inventory),
        read(agent.reading),
        agent.readingAt,
        agent.selfTestStep);
  }

  private String state(AgentEntity agent) {
    if (agent.revokedAt != null) {
      return "revoked";
    }
    return agent.lastHeartbeat == null
        ? "waiting"
        : Pulse.of(agent.lastHeartbeat, Pulse.INTERVAL, clock.instant())
            .name()
            .toLowerCase(Locale.ROOT);
  }

  private String upgrade(AgentEntity agent) {
    if (agent.program == null) {
      return "unable";
    }
    if (upgrades.wanted().filter(agent.program::equals).isPresent()) {
      return "current";
    }
    if (agent.upgradeAskedAt != null) {
      return "asked";
    }
    return agent.upgradeFault == null ? "older" : "failed";
  }

  private @Nullable JsonNode read(@Nullable String document) {
    try {
      return document == null ? null : json.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What an agent told is not JSON any more.", e);
    }
  }
}
