package io.tradewind.agent;

import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.RefusedException;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Heeds which program the broker wants: fetches it beside the heartbeats, and says when to go. */
final class Upgrades {
  private static final Logger LOG = Logger.getLogger(Upgrades.class.getName());

  private final Upgrade upgrade;
  private final BrokerCalls broker;
  private final Runnable onFetched;
  private Optional<Thread> fetching = Optional.empty();

  /**
   * @param onFetched told when there is something new to tell, or to go on with
   */
  Upgrades(Upgrade upgrade, BrokerCalls broker, Runnable onFetched) {
    this.upgrade = upgrade;
    this.broker = broker;
    this.onFetched = onFetched;
  }

  Heartbeat.@Nullable Program told() {
    try {
      return upgrade.told();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "What this agent runs is not told", e);
      return null;
    }
  }

  /**
   * After each heartbeat.
   *
   * @param wanted the program; null to stay with this one
   * @param idle nothing runs, and everything is told
   * @return whether to end, for the next program to go on
   */
  synchronized boolean heard(@Nullable String wanted, boolean idle) {
    try {
      upgrade.heard();
      if (wanted == null) {
        upgrade.forgetFailure();
        return false;
      }
      if (!upgrade.isNew(wanted)) {
        return false;
      }
      if (!upgrade.isKept(wanted)) {
        fetch(wanted);
        return false;
      }
      if (idle) {
        upgrade.choose(wanted);
      }
      return idle;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The program that the broker wants is not taken", e);
      return false;
    }
  }

  private void fetch(String wanted) {
    if (fetching.filter(Thread::isAlive).isEmpty()) {
      Thread thread = new Thread(() -> fetchNow(wanted), "upgrade");
      thread.setDaemon(true);
      thread.start();
      fetching = Optional.of(thread);
    }
  }

  private void fetchNow(String wanted) {
    try {
      LOG.info("The broker wants another program of this agent; it is fetched");
      upgrade.keep(broker.program(wanted), wanted);
      onFetched.run();
    } catch (BrokerAwayException e) {
      LOG.warning("The program that the broker wants is not fetched yet: " + e.getMessage());
    } catch (IOException | RefusedException e) {
      LOG.log(Level.WARNING, "The program that the broker wants is not fetched", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
