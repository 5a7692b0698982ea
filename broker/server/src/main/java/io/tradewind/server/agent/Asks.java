package io.tradewind.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.site.Ask;
import io.tradewind.pricing.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** What operators ask, in the database. */
@ApplicationScoped
public class Asks {
  private final ObjectMapper json;
  private final Clock clock;

  Asks(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /** Of each site, its plain ask for processors included. */
  public Uni<Map<UUID, List<Ask>>> of(Mutiny.Session session, Collection<SiteEntity> sites) {
    return session
        .createNativeQuery(
            "select site, document from ask where site in (:sites) order by site, unit",
            Object[].class)
        .setParameter("sites", sites.stream().map(site -> site.id).toList())
        .getResultList()
        .map(rows -> bySite(sites, rows));
  }

  private Map<UUID, List<Ask>> bySite(Collection<SiteEntity> sites, List<Object[]> rows) {
    Map<UUID, List<Ask>> asks = new HashMap<>();
    for (Object[] row : rows) {
      asks.computeIfAbsent((UUID) row[0], any -> new ArrayList<>()).add(read((String) row[1]));
    }
    for (SiteEntity site : sites) {
      List<Ask> own = asks.computeIfAbsent(site.id, any -> new ArrayList<>());
      if (site.ask != null
          && site.currency != null
          && own.stream().noneMatch(ask -> ask.unit().equals(Ask.PROCESSOR))) {
        Money plain = Money.of(site.ask, Currency.getInstance(site.currency));
        own.add(Ask.plain(Ask.PROCESSOR, plain));
      }
    }
    return asks;
  }

  /** In place of all that the site asked before; the site's row is locked by the caller. */
  public Uni<Void> replace(Mutiny.Session session, SiteEntity site, List<Ask> asks, String by) {
    site.ask = null;
    site.currency = null;
    Uni<Integer> work =
        session
            .createNativeQuery("delete from ask where site = :site")
            .setParameter("site", site.id)
            .executeUpdate();
    for (Ask ask : asks) {
      work = work.chain(() -> insert(session, site, ask, by));
    }
    return work.replaceWithVoid();
  }

  private Uni<Integer> insert(Mutiny.Session session, SiteEntity site, Ask ask, String by) {
    return session
        .createNativeQuery(
            "insert into ask (organization, site, unit, document, changed_at, changed_by)"
                + " values (:organization, :site, :unit, :document, :now, :by)")
        .setParameter("organization", site.organization)
        .setParameter("site", site.id)
        .setParameter("unit", ask.unit())
        .setParameter("document", write(ask))
        .setParameter("now", clock.instant())
        .setParameter("by", by)
        .executeUpdate();
  }

  private String write(Ask ask) {
    try {
      return json.writeValueAsString(AskBody.of(ask));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An ask cannot be written.", e);
    }
  }

  private Ask read(String document) {
    try {
      return AskBody.toAsk(json.readValue(document, AskBody.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored ask is not JSON any more.", e);
    }
  }
}
