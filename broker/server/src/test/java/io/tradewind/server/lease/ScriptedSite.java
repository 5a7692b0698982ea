package io.tradewind.server.lease;

import io.tradewind.server.lease.ScriptedAgent.Pace;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Random;

/** Sites whose agents work by a seed. */
@Alternative
@ApplicationScoped
class ScriptedSite {
  private final Town town;
  private final MovableClock clock;
  private final Sql sql;

  ScriptedSite(Town town, MovableClock clock, Sql sql) {
    this.town = town;
    this.clock = clock;
    this.sql = sql;
  }

  /** A new site, at about the price of the scripted offers. */
  Stay stay(Random random) {
    Town.Home home = town.settle("0.2" + (3 + random.nextInt(4)));
    return new Stay(home, new ScriptedAgent(home.agent(), clock, Pace.of(random)));
  }

  /** One run of one site. */
  final class Stay {
    private final Town.Home home;
    private final ScriptedAgent agent;

    private Stay(Town.Home home, ScriptedAgent agent) {
      this.home = home;
      this.agent = agent;
    }

    String seller() {
      return home.seller();
    }

    void turn() {
      agent.turn();
    }

    void checkUsage(String workload) {
      Used.check(sql, workload, agent.accepted());
    }

    /** For good: thousands of sites that nobody comes back to would be read with every new one. */
    void leave() {
      sql.run("update agent set revoked_at = now() where site = '%s'".formatted(home.site()));
    }
  }
}
