package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.LeaseId;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The life of one workload, wholly decided by a seed: what its offers' provider does, when the
 * owner cancels, when the machine vanishes, and where brokers die on the way.
 */
@Alternative
@ApplicationScoped
class CrashScenario {
  private static final int MOST_TURNS = 400;
  private static final List<String> RETRIES =
      List.of(
          "",
          "retry: { for: 2m }",
          "retry: { on: [interruption, error] }",
          "retry: { for: 5m, hedge: always }");
  private static final int TURNS_BEFORE_CANCEL = 18;

  private final Town town;
  private final MovableClock clock;
  private final CrashingBroker broker;
  private final OrphanSweep sweep;
  private final ScriptedSite site;
  private final Sql sql;

  CrashScenario(
      Town town,
      MovableClock clock,
      CrashingBroker broker,
      OrphanSweep sweep,
      ScriptedSite site,
      Sql sql) {
    this.town = town;
    this.clock = clock;
    this.broker = broker;
    this.sweep = sweep;
    this.site = site;
    this.sql = sql;
  }

  /** Plays one run to its end, checks it, and answers where brokers died or slept. */
  List<String> play(long seed) {
    try {
      return played(new Random(seed), "crash-" + seed);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Seed %d; replay it with -Dcrash.seed=%d".formatted(seed, seed), e);
    }
  }

  private List<String> played(Random random, String seller) {
    ScriptedSite.Stay stay = site.stay(random);
    OfferId[] offers = offers(random, seller);
    town.open(offers);
    String workload =
        town.submit(
            seller + ", " + stay.seller(),
            RETRIES.get(random.nextInt(RETRIES.size())) + nodes(random));
    List<String> struck = new ArrayList<>();
    int cancelAt = random.nextInt(3) == 0 ? random.nextInt(8) : TURNS_BEFORE_CANCEL;
    int vanishAt = random.nextInt(4) == 0 ? random.nextInt(8) : -1;
    for (int turn = 0; !broker.isOver(workload); turn++) {
      assertThat(turn)
          .as(() -> "turns without an end: " + town.workload(workload))
          .isLessThan(MOST_TURNS);
      if (turn == cancelAt) {
        Town.cancel(workload);
      }
      if (turn == vanishAt) {
        machines(workload).forEach(ScriptedProvider::lose);
      }
      stay.turn();
      broker.turn(random).ifPresent(struck::add);
      clock.advance(CrashingBroker.TURN);
    }
    checkNothingIsLeft(workload);
    stay.checkUsage(workload);
    stay.leave();
    List.of(offers).forEach(ScriptedProvider::withdraw);
    return struck;
  }

  /** One machine in half of the runs, else as many as the site has room for, or more. */
  private static String nodes(Random random) {
    return "\nnodes: " + (random.nextBoolean() ? 1 : 2 + random.nextInt(4));
  }

  /** The first is the cheapest and so on; each does up to three things before it obeys. */
  private static OfferId[] offers(Random random, String seller) {
    OfferId[] offers = new OfferId[1 + random.nextInt(3)];
    for (int i = 0; i < offers.length; i++) {
      Act[] script = new Act[random.nextInt(4)];
      for (int act = 0; act < script.length; act++) {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        script[act] = random.nextBoolean() ? Act.fails(fault) : Act.makesAndFails(fault);
      }
      offers[i] = ScriptedProvider.offer(seller, "m" + i, "1.0" + i, script);
    }
    return offers;
  }

  private void checkNothingIsLeft(String workload) {
    for (int look = 0; look < 2; look++) {
      try {
        sweep.sweep(ScriptedProvider.ID, ScriptedProvider.machines());
      } catch (io.tradewind.api.ProviderException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(machines(workload)).as("machines that still run").isEmpty();
  }

  private List<LeaseId> machines(String workload) {
    List<LeaseId> running = new ArrayList<>();
    sql.run("select id from lease where workload = '%s'".formatted(workload))
        .forEach(
            row -> {
              LeaseId lease = new LeaseId(row.get(UUID.class, 0));
              if (ScriptedProvider.runs(lease)) {
                running.add(lease);
              }
            });
    return running;
  }
}
