package io.tradewind.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Runs;
import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.Pulse;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SealingKeys;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.PlainSql;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.feed.FeedPoller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Heartbeats and inventories: whether a site is there, and what it has. */
@ApplicationScoped
class AgentPulse {
  private static final String RUNS_NOTHING =
      "The agent runs nothing, so this machine is not sold. Install bubblewrap on it and run the"
          + " install line again, or add --executor with what may run workloads.";

  private static final String OWN_ONLY =
      "The agent runs plain processes, which nothing confines, so this machine runs its own"
          + " organization's workloads alone and is not leased to others. Install bubblewrap on it"
          + " and run the install line again, or add --executor sandbox or container.";

  private static final ProviderId SITES = new ProviderId("datacenter");

  private static final String OWN =
      " where id = :lease and generation = :generation and exists"
          + " (select from assignment a where a.lease = lease.id and a.place = :place)";
  private static final String READY =
      "update lease set ready_at = :now, address = coalesce(address, cast(:address as varchar))"
          + OWN
          + " and ready_at is null";
  private static final String NOT_READY =
      "update lease set ready_at = null" + OWN + " and ready_at is not null";

  private static final String REFUTED =
      """
      select exists (select from claim
        where agent = $1 and state = 'refused' and attribute like 'accelerator.%' and expires_at > $2
          and made_at = (select max(made_at) from claim where agent = $1))
      """;

  private static final String DEVICES_ELSEWHERE =
      """
      select distinct device ->> 'uuid' from agent a
        cross join lateral json_array_elements(case json_typeof(a.inventory::json -> 'accelerators')
          when 'array' then a.inventory::json -> 'accelerators' else '[]'::json end) device
      where a.id <> $1 and a.accelerators > 0 and a.revoked_at is null and a.enrolled_at < $2
        and (a.site = $3 or position('/' in device ->> 'uuid') = 0)
      """;

  private final Database database;
  private final SelfTestSchedule selfTests;
  private final AgentUpgrades upgrades;
  private final DeviceReadings devices;
  private final Landmarks landmarks;
  private final FeedPoller feeds;
  private final ObjectMapper json;
  private final Clock clock;

  AgentPulse(
      Database database,
      SelfTestSchedule selfTests,
      AgentUpgrades upgrades,
      DeviceReadings devices,
      Landmarks landmarks,
      FeedPoller feeds,
      ObjectMapper json,
      Clock clock) {
    this.database = database;
    this.selfTests = selfTests;
    this.upgrades = upgrades;
    this.devices = devices;
    this.landmarks = landmarks;
    this.feeds = feeds;
    this.json = json;
    this.clock = clock;
  }

  /** What a heartbeat changed. */
  private record Beat(Heartbeat.Reply reply, boolean cameBack) {}

  Uni<Heartbeat.Reply> heartbeat(AgentGate.Caller caller, Heartbeat heartbeat) {
    return database
        .transaction(
            session ->
                beat(session, caller, heartbeat)
                    .call(() -> tellReadiness(session, caller, heartbeat)))
        .invoke(
            beat -> {
              if (beat.cameBack()) {
                feeds.refresh(SITES);
              }
            })
        .map(Beat::reply);
  }

  /** Of services only; what has not changed is not written. */
  private Uni<Void> tellReadiness(
      Mutiny.Session session, AgentGate.Caller caller, Heartbeat heartbeat) {
    Uni<Void> writes = Uni.createFrom().voidItem();
    for (Heartbeat.LeaseState told : heartbeat.leases()) {
      if (told.ready() != null) {
        Mutiny.Query<?> write =
            session
                .createNativeQuery(told.ready() ? READY : NOT_READY)
                .setParameter("lease", UUID.fromString(told.leaseId()))
                .setParameter("generation", told.generation())
                .setParameter("place", caller.place());
        if (told.ready()) {
          write.setParameter("now", clock.instant()).setParameter("address", heartbeat.address());
        }
        writes = writes.chain(write::executeUpdate).replaceWithVoid();
      }
    }
    return writes;
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
              try {
                keepSealingKey(agent, heartbeat.sealing());
              } catch (RefusedException e) {
                return Uni.createFrom().failure(e);
              }
              Instant now = clock.instant();
              boolean cameBack =
                  agent.lastHeartbeat == null
                      || Pulse.of(agent.lastHeartbeat, Pulse.INTERVAL, now) != Pulse.ALIVE;
              agent.bootId = heartbeat.bootId();
              agent.heartbeat = heartbeat.sequence();
              agent.address = heartbeat.address();
              agent.lastHeartbeat = now;
              keepReading(agent, heartbeat.reading(), now);
              boolean wanted =
                  agent.site != null && !heartbeat.inventoryHash().equals(agent.inventoryHash);
              boolean comes = agent.site != null && cameBack && !wanted;
              return devices
                  .keep(session, agent, heartbeat.reading(), now)
                  .chain(() -> reply(session, agent, heartbeat, wanted, now))
                  .map(reply -> new Beat(reply, comes));
            });
  }

  private Uni<Heartbeat.Reply> reply(
      Mutiny.Session session,
      AgentEntity agent,
      Heartbeat heartbeat,
      boolean inventoryWanted,
      Instant now) {
    return selfTests
        .wanted(session, agent, now)
        .chain(
            test ->
                upgrades
                    .heard(session, agent, heartbeat.program(), now)
                    .map(
                        program ->
                            new Heartbeat.Reply(
                                now,
                                Pulse.INTERVAL.toSeconds(),
                                inventoryWanted,
                                test.orElse(null),
                                program.orElse(null),
                                test.isPresent() ? landmarks.told() : null)));
  }

  /** Only the agent itself may name its key: whoever has its bearer token alone may not. */
  private static void keepSealingKey(AgentEntity agent, SealingKeys.@Nullable Announced told)
      throws RefusedException {
    if (told == null || told.publicKey().equals(agent.sealingKey)) {
      return;
    }
    boolean named =
        isNamedBy(agent.publicKey, agent, told) || isNamedBy(agent.nextKey, agent, told);
    if (!named) {
      throw new RefusedException(
          AgentRefusal.MALFORMED, "The key for secrets is not signed with the agent's own key.");
    }
    agent.sealingKey = told.publicKey();
  }

  private static boolean isNamedBy(
      @Nullable String signer, AgentEntity agent, SealingKeys.Announced told)
      throws RefusedException {
    return signer != null
        && SealingKeys.isNamedBy(AgentKeys.decode(signer), agent.id.toString(), told);
  }

  private void keepReading(AgentEntity agent, Heartbeat.@Nullable Reading reading, Instant now) {
    if (reading != null && agent.site != null) {
      agent.reading = write(reading);
      agent.readingAt = now;
    }
  }

  /** What a lease's own machine has is not on sale, and not kept. */
  Uni<Void> inventory(AgentGate.Caller caller, Inventory inventory) {
    if (!caller.onSite()) {
      return Uni.createFrom().voidItem();
    }
    return database
        .transaction(
            session ->
                session
                    .find(AgentEntity.class, caller.agent())
                    .chain(
                        agent ->
                            devicesElsewhere(session, agent)
                                .chain(
                                    elsewhere ->
                                        isRefuted(session, agent)
                                            .chain(
                                                refuted ->
                                                    keep(
                                                        session, agent, inventory, elsewhere,
                                                        refuted)))))
        .invoke(() -> feeds.refresh(SITES))
        .replaceWithVoid();
  }

  private Uni<Void> keep(
      Mutiny.Session session,
      AgentEntity agent,
      Inventory inventory,
      Set<String> elsewhere,
      boolean refuted) {
    List<Inventory.Device> devices =
        inventory.accelerators() == null ? List.of() : inventory.accelerators();
    DeviceCheck.Verdict verdict = DeviceCheck.of(devices, elsewhere);
    String before = agent.note;
    agent.inventory = write(inventory);
    agent.inventoryHash = inventory.hash();
    agent.architecture = inventory.architecture();
    agent.vcpus = inventory.vcpus();
    agent.memoryMib = inventory.memoryMib();
    List<String> executors = inventory.executors() == null ? List.of() : inventory.executors();
    Set<Runs> runs = Runs.of(executors);
    agent.runsNothing = runs.isEmpty();
    agent.ownOnly = Runs.isForOwnerAlone(runs);
    if (refuted) {
      // Its note says what was measured; the next self-test may say better.
      return Uni.createFrom().voidItem();
    }
    agent.accelerator = verdict.model().map(AcceleratorModel::name).orElse(null);
    agent.accelerators = verdict.count();
    Optional<String> note = note(agent, verdict);
    agent.note = note.orElse(null);
    return note.filter(it -> !it.equals(before))
        .map(it -> tell(session, agent, it))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private static Optional<String> note(AgentEntity agent, DeviceCheck.Verdict verdict) {
    if (agent.runsNothing) {
      return Optional.of(RUNS_NOTHING);
    }
    // This machine is there for its owner, who has started the agent by starting the broker.
    boolean told = agent.ownOnly && !LocalSite.ID.equals(agent.site);
    return told
        ? Optional.of(verdict.note().map(it -> OWN_ONLY + " " + it).orElse(OWN_ONLY))
        : verdict.note();
  }

  private Uni<Void> tell(Mutiny.Session session, AgentEntity agent, String note) {
    return session
        .find(SiteEntity.class, agent.site)
        .chain(
            site ->
                session.persist(
                    new EventEntity(
                        clock.instant(),
                        site.organization,
                        null,
                        null,
                        "site.not_sold",
                        "broker",
                        "%s: %s".formatted(site.name, note))));
  }

  private Uni<Boolean> isRefuted(Mutiny.Session session, AgentEntity agent) {
    return PlainSql.value(session, REFUTED, agent.id, clock.instant()).map(Boolean.class::cast);
  }

  /**
   * Of agents that enrolled before: who was first keeps what it has, whoever else names it. What a
   * scheduler lists has a name within its own cluster, with a slash, and is looked for within the
   * site.
   */
  private static Uni<Set<String>> devicesElsewhere(Mutiny.Session session, AgentEntity agent) {
    return PlainSql.rows(session, DEVICES_ELSEWHERE, agent.id, agent.enrolledAt, agent.site)
        .map(
            rows ->
                rows.stream()
                    .flatMap(row -> Stream.ofNullable((String) row[0]))
                    .collect(Collectors.toSet()));
  }

  private String write(Object message) {
    try {
      return json.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A message that was read cannot be written.", e);
    }
  }
}
