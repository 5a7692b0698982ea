package io.tradewind.server.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.SiteEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** The rules of sites, in the database. */
@ApplicationScoped
public class BidRules {
  private final ObjectMapper json;
  private final Clock clock;

  BidRules(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  public Uni<BidRule> of(Mutiny.Session session, UUID site) {
    return of(session, List.of(site)).map(rules -> rules.getOrDefault(site, BidRule.PLAIN));
  }

  /** Of those that have one. */
  Uni<Map<UUID, BidRule>> of(Mutiny.Session session, Collection<UUID> sites) {
    return session
        .createNativeQuery(
            "select site, document from bid_rule where site in (:sites)", Object[].class)
        .setParameter("sites", sites)
        .getResultList()
        .map(
            rows -> {
              Map<UUID, BidRule> rules = new HashMap<>();
              rows.forEach(row -> rules.put((UUID) row[0], read((String) row[1])));
              return rules;
            });
  }

  /** In place of the one before. Bids that stand keep their prices. */
  public Uni<Void> replace(Mutiny.Session session, SiteEntity site, BidRule rule, String by) {
    return session
        .createNativeQuery(
            "insert into bid_rule (organization, site, document, changed_at, changed_by) values"
                + " (:organization, :site, :document, :now, :by) on conflict (site) do update set"
                + " document = excluded.document, changed_at = excluded.changed_at, changed_by ="
                + " excluded.changed_by")
        .setParameter("organization", site.organization)
        .setParameter("site", site.id)
        .setParameter("document", write(rule))
        .setParameter("now", clock.instant())
        .setParameter("by", by)
        .executeUpdate()
        .replaceWithVoid();
  }

  private String write(BidRule rule) {
    try {
      return json.writeValueAsString(BidRuleBody.of(rule));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A rule for bids cannot be written.", e);
    }
  }

  private BidRule read(String document) {
    try {
      return json.readValue(document, BidRuleBody.class).toRule();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored rule for bids is not JSON any more.", e);
    }
  }
}
