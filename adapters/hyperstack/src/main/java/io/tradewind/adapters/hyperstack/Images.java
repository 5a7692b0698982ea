package io.tradewind.adapters.hyperstack;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RememberedFor;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The newest image of each region that has the driver. */
final class Images {
  /** {@code Ubuntu Server 22.04 LTS R535 CUDA 12.2 with Docker}. */
  private static final Pattern NAME =
      Pattern.compile("Ubuntu Server \\d+\\.\\d+ LTS R\\d+ CUDA (\\d+)\\.(\\d+)( with Docker)?");

  private static final Comparator<Image> NEWNESS =
      Comparator.comparingInt(Image::major)
          .thenComparingInt(Image::minor)
          .thenComparing(Image::hasDocker)
          .thenComparing(Image::name);

  private final RememberedFor<Map<String, Image>> known;

  Images(Clock clock) {
    this.known = new RememberedFor<>(clock, Duration.ofHours(1));
  }

  /** A machine without a driver is no capacity: it would be paid for, and nothing could use it. */
  String of(Region region, RestClient client) throws ProviderException {
    return Optional.ofNullable(known.read(() -> read(client)).value().get(region.name()))
        .map(Image::name)
        .orElseThrow(
            () ->
                new ProviderException(
                    HyperstackProvider.ID,
                    Fault.NO_CAPACITY,
                    "there is no image with the driver in " + region.name()));
  }

  private static Map<String, Image> read(RestClient client) throws ProviderException {
    Map<String, Image> newest = new HashMap<>();
    return client.read(
        Call.get("/v1/core/images"),
        reply -> {
          for (Json group : reply.whole().items("images")) {
            String region = group.text("region_name");
            for (Json image : group.items("images")) {
              image(image).ifPresent(it -> newest.merge(region, it, Images::newer));
            }
          }
          return newest;
        });
  }

  private static Image newer(Image one, Image other) {
    return NEWNESS.compare(one, other) >= 0 ? one : other;
  }

  private static Optional<Image> image(Json row) throws RefusedRow {
    Matcher parts = NAME.matcher(row.optionalText("name").orElse(""));
    return parts.matches()
        ? Optional.of(
            new Image(
                parts.group(),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                parts.group(3) != null))
        : Optional.empty();
  }

  private record Image(String name, int major, int minor, boolean hasDocker) {}
}
