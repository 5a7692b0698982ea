package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Capability;
import io.tradewind.api.ProviderException;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.lease.ScriptedAgent.Pace;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.Snapshot;
import io.tradewind.server.testing.LoopbackProvider;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import io.tradewind.testkit.FakeCloud;
import io.tradewind.testkit.FakeCloud.Box;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The life of one workload over one cloud, through the adapter's real provider, wholly decided by a
 * seed. A broker that dies loses what its provider remembered.
 */
@Alternative
@ApplicationScoped
class CloudScenario {
  private static final int MOST_TURNS = 600;
  private static final int TURNS_BEFORE_CANCEL = 25;
  private static final List<String> RETRIES =
      List.of("", "retry: { for: 2m }", "retry: { on: [interruption, error] }");

  private final Town town;
  private final MovableClock clock;
  private final CrashingBroker broker;
  private final OrphanSweep sweep;
  private final FeedPoller feeds;
  private final LiveMarket market;
  private final Sql sql;

  CloudScenario(
      Town town,
      MovableClock clock,
      CrashingBroker broker,
      OrphanSweep sweep,
      FeedPoller feeds,
      LiveMarket market,
      Sql sql) {
    this.town = town;
    this.clock = clock;
    this.broker = broker;
    this.sweep = sweep;
    this.feeds = feeds;
    this.market = market;
    this.sql = sql;
  }

  /** Waits until what the cloud sells is on the market. */
  void open(LoopbackProvider provider) {
    feeds.refresh(provider.id());
    eventually(
        () -> market.market().stream().toList(),
        offers ->
            offers.stream()
                .anyMatch(
                    it ->
                        it.provider().equals(provider.id())
                            && Snapshot.isCurrent(it, clock.instant())));
  }

  String submit(LoopbackProvider provider, String more) {
    return Town.yaml()
        .body(
            """
            name: probe
            resources: { accelerators: "%s" }
            run: echo hello
            placement: { providers: { allow: [%s] } }
            %s
            """
                .formatted(provider.cloud().accelerators(), provider.id(), more))
        .post("/api/v1/workloads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  BoxAgents agents(FakeCloud cloud, Pace pace) {
    return new BoxAgents(cloud::boxes, town::agent, clock, () -> pace);
  }

  /** Plays one run to its end, checks it, and answers where brokers died or slept. */
  List<String> play(LoopbackProvider provider, long seed) {
    try {
      return played(provider, new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "Seed %d over %s; replay it with -Dcrash.seed=%d -Dcrash.cloud=%s"
              .formatted(seed, provider.id(), seed, provider.id()),
          e);
    }
  }

  private List<String> played(LoopbackProvider provider, Random random) {
    open(provider);
    List<String> struck = new ArrayList<>();
    BoxAgents agents = agents(provider.cloud(), Pace.of(random));
    String workload;
    try (CloudWeather weather =
        new CloudWeather(
            provider.cloud(), random, () -> provider.inAnotherProcess(broker::another))) {
      workload = submit(provider, RETRIES.get(random.nextInt(3)) + nodes(provider, random));
      live(provider, workload, agents, random, struck);
      assertThat(weather.doubles()).as("two machines at a time").isEmpty();
    }
    checkNothingIsLeft(provider);
    Used.check(sql, workload, agents.accepted());
    return struck;
  }

  /** Where machines reach each other, every other run is of several. */
  private static String nodes(LoopbackProvider provider, Random random) {
    boolean joins = provider.capabilities().contains(Capability.PRIVATE_NETWORK);
    return joins && random.nextBoolean() ? "\nnodes: " + (2 + random.nextInt(2)) : "";
  }

  private void live(
      LoopbackProvider provider,
      String workload,
      BoxAgents agents,
      Random random,
      List<String> struck) {
    int cancelAt = random.nextInt(3) == 0 ? random.nextInt(10) : TURNS_BEFORE_CANCEL;
    int vanishAt = random.nextInt(4) == 0 ? random.nextInt(12) : -1;
    for (int turn = 0; !broker.isOver(workload); turn++) {
      assertThat(turn)
          .as(() -> "turns without an end: " + town.workload(workload))
          .isLessThan(MOST_TURNS);
      if (turn == cancelAt) {
        Town.cancel(workload);
      }
      if (turn == vanishAt) {
        provider.cloud().boxes().stream().map(Box::lease).forEach(provider.cloud()::lose);
      }
      agents.turn();
      broker
          .turn(random, provider)
          .ifPresent(
              where -> {
                struck.add(where);
                provider.restart();
              });
      if (random.nextBoolean()) {
        provider.cloud().settle();
      }
      clock.advance(CrashingBroker.TURN);
    }
  }

  void checkNothingIsLeft(LoopbackProvider provider) {
    checkLeft(provider, 0);
  }

  /** What came up too late for its lease is found and ended by the second look. */
  void checkLeft(LoopbackProvider provider, int machines) {
    for (int look = 0; look < 2; look++) {
      try {
        sweep.sweep(provider.id(), provider);
      } catch (ProviderException e) {
        throw new AssertionError(e);
      }
      provider.cloud().settle();
    }
    assertThat(provider.cloud().boxes()).as("machines that are still there").hasSize(machines);
  }
}
