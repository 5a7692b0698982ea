package io.tradewind.server.market;

import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.ProviderException;
import io.tradewind.matcher.nearness.RoundTrips;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * What was measured of round trips, each feed as it told it last. Bundled tables are read here,
 * once; what an operator measured comes later and goes before them.
 */
@ApplicationScoped
public class RoundTripBook {
  private static final Logger LOG = Logger.getLogger(RoundTripBook.class);

  private final List<LatencyReading> tables = new ArrayList<>();
  private final Map<String, LatencyReading> told = new TreeMap<>();
  private List<LatencyReading> ofSites = List.of();

  RoundTripBook() {
    for (LatencyFeed table :
        ServiceLoader.load(LatencyFeed.class, RoundTripBook.class.getClassLoader())) {
      try {
        tables.add(table.read());
      } catch (ProviderException e) {
        LOG.errorf("The table of round trips %s cannot be read: %s", table.name(), e.getMessage());
      }
    }
  }

  /** In place of what the feed told before; false when it is the same. */
  synchronized boolean take(String feed, LatencyReading reading) {
    return !reading.equals(told.put(feed, reading));
  }

  /** In place of all that sites measured before; false when it is the same. */
  synchronized boolean takeOfSites(List<LatencyReading> readings) {
    boolean same = readings.equals(ofSites);
    ofSites = List.copyOf(readings);
    return !same;
  }

  /** Takes as long as a landmark model does: some milliseconds. */
  synchronized RoundTrips roundTrips() {
    List<LatencyReading> readings = new ArrayList<>(told.values());
    readings.addAll(ofSites);
    readings.addAll(tables);
    return RoundTrips.of(readings);
  }
}
