package io.tradewind.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.ProviderId;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.Pulse;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.server.database.Database;
import io.tradewind.server.feed.FeedPoller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/** Heartbeats and inventories: whether a site is there, and what it has. */
@ApplicationScoped
class AgentPulse {
  private static final ProviderId SITES = new ProviderId("datacenter");

  private final Database database;
  private final FeedPoller feeds;
  private final ObjectMapper json;
  private final Clock clock;

  AgentPulse(Database database, FeedPoller feeds, ObjectMapper json, Clock clock) {
    this.database = database;
    this.feeds = feeds;
    this.json = json;
    this.clock = clock;
  }

  /** What a heartbeat changed. */
  private record Beat(Heartbeat.Reply reply, boolean cameBack) {}

  Uni<Heartbeat.Reply> heartbeat(AgentGate.Caller caller, Heartbeat heartbeat) {
    return database
        .transaction(session -> beat(session, caller, heartbeat))
        .invoke(
            beat -> {
              if (beat.cameBack()) {
                feeds.refresh(SITES);
              }
            })
        .map(Beat::reply);
  }

  private Uni<Beat> beat(Mutiny.Session session, AgentGate.Caller caller, Heartbeat heartbeat) {
    return session
        .find(AgentEntity.class, caller.agent())
        .chain(
            agent -> {
              boolean sameBoot = heartbeat.bootId().equals(agent.bootId);
              if (sameBoot && heartbeat.sequence() <= agent.heartbeat) {
                return Uni.createFrom()
                    .failure(
                        new RefusedException(
                            AgentRefusal.STALE_HEARTBEAT,
                            "Heartbeat %d came after %d."
                                .formatted(heartbeat.sequence(), agent.heartbeat)));
              }
              Instant now = clock.instant();
              boolean cameBack =
                  agent.lastHeartbeat == null
                      || Pulse.of(agent.lastHeartbeat, Pulse.INTERVAL, now) != Pulse.ALIVE;
              agent.bootId = heartbeat.bootId();
              agent.heartbeat = heartbeat.sequence();
              agent.address = heartbeat.address();
              agent.lastHeartbeat = now;
              if (agent.site == null) {
                return Uni.createFrom()
                    .item(
                        new Beat(
                            new Heartbeat.Reply(now, Pulse.INTERVAL.toSeconds(), false), false));
              }
              return session
                  .find(SiteEntity.class, agent.site)
                  .map(
                      site -> {
                        boolean wanted = !heartbeat.inventoryHash().equals(site.inventoryHash);
                        return new Beat(
                            new Heartbeat.Reply(now, Pulse.INTERVAL.toSeconds(), wanted),
                            cameBack && !wanted);
                      });
            });
  }

  /** What a lease's own machine has is not on sale, and not kept. */
  Uni<Void> inventory(AgentGate.Caller caller, Inventory inventory) {
    if (!caller.onSite()) {
      return Uni.createFrom().voidItem();
    }
    String document;
    try {
      document = json.writeValueAsString(inventory);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An inventory that was read cannot be written.", e);
    }
    return database
        .transaction(
            session ->
                session
                    .find(SiteEntity.class, caller.place())
                    .invoke(
                        site -> {
                          site.inventory = document;
                          site.inventoryHash = inventory.hash();
                          site.architecture = inventory.architecture();
                          site.vcpus = inventory.vcpus();
                          site.memoryMib = inventory.memoryMib();
                        }))
        .invoke(() -> feeds.refresh(SITES))
        .replaceWithVoid();
  }
}
