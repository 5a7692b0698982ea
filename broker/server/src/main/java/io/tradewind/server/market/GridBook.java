package io.tradewind.server.market;

import io.tradewind.api.CarbonFeed;
import io.tradewind.api.GridZone;
import io.tradewind.api.Region;
import io.tradewind.matcher.GridIntensities;
import io.tradewind.pricing.GridIntensity;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/**
 * What every carbon feed on the class path tells of the grids. A feed that fails keeps what it told
 * before.
 */
@ApplicationScoped
public class GridBook {
  private static final Logger LOG = Logger.getLogger(GridBook.class);

  private final Map<String, Figures> byFeed = new HashMap<>();

  private record Figures(
      Map<Region, GridIntensity> byRegion, Map<GridZone, GridIntensity> byZone) {}

  /** Asks all feeds again. Blocks as long as they take. */
  synchronized GridIntensities read() {
    for (CarbonFeed feed : ServiceLoader.load(CarbonFeed.class, GridBook.class.getClassLoader())) {
      try {
        byFeed.put(feed.name(), new Figures(feed.byRegion(), feed.byZone()));
      } catch (IOException | RuntimeException e) {
        LOG.warnf("The carbon feed %s cannot be read: %s", feed.name(), e.getMessage());
      }
    }
    Map<Region, GridIntensity> byRegion = new HashMap<>();
    Map<GridZone, GridIntensity> byZone = new HashMap<>();
    for (Figures figures : byFeed.values()) {
      figures.byRegion().forEach(byRegion::putIfAbsent);
      figures.byZone().forEach(byZone::putIfAbsent);
    }
    return GridIntensities.of(byRegion, byZone);
  }
}
