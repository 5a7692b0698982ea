package io.tradewind.server.agent;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.server.config.TradewindConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** To whom the agents of sites measure the way, as the operator of the broker has named them. */
@ApplicationScoped
public class Landmarks {
  /** What is measured to one of them is called this and its name. */
  public static final String PREFIX = "network.landmark.";

  /** An agent measures them one after the other. */
  private static final int MOST = 16;

  private static final Pattern WRITTEN =
      Pattern.compile("([a-z0-9-]+)/([^=\\s]+)=(\\S+):([0-9]{1,5})");

  private final List<Landmark> all;

  @Inject
  Landmarks(TradewindConfig config) {
    this(config.sites().landmarks().orElse(List.of()));
  }

  Landmarks(List<String> written) {
    all = written.stream().map(text -> read(text.strip())).toList();
    if (all.size() > MOST || all.stream().map(Landmark::name).distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "tradewind.sites.landmarks has %d entries; expected at most %d, each region once."
              .formatted(all.size(), MOST));
    }
  }

  /** A provider's region and where it answers. */
  public record Landmark(Region region, GeoPoint point, Heartbeat.Landmark told) {
    public String name() {
      return told.name();
    }
  }

  /** For an agent that is to measure. */
  List<Heartbeat.Landmark> told() {
    return all.stream().map(Landmark::told).toList();
  }

  /** The one that a measurement is named after. */
  public Optional<Landmark> of(String attribute) {
    return all.stream().filter(it -> attribute.equals(PREFIX + it.name())).findFirst();
  }

  private static Landmark read(String written) {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' in tradewind.sites.landmarks is no landmark. Write provider/region=host:port."
              .formatted(written));
    }
    Region region = Region.of(parts.group(1), parts.group(2));
    Place place =
        Regions.bundled()
            .find(region)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "tradewind.sites.landmarks names %s, and nobody knows where that is. GET /api/v1/regions lists what is known."
                            .formatted(region)));
    String name = region.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return new Landmark(
        region,
        place.point(),
        new Heartbeat.Landmark(name, parts.group(3), Integer.parseInt(parts.group(4))));
  }
}
