package io.tradewind.adapters.verda;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.Call;
import io.tradewind.rest.RememberedFor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which image a machine boots: the newest with a driver that its card can use. */
final class Images {
  /** {@code ubuntu-24.04-cuda-12.8-open-docker}. */
  private static final Pattern NAME =
      Pattern.compile("ubuntu-[\\d.]+-cuda-(\\d+)\\.(\\d+)(-open)?-docker");

  private static final String PLAIN = "ubuntu-24.04";

  /** NVIDIA's open driver begins with Turing; of an A6000 Verda refuses the newest images. */
  private static final Set<String> OLDER = Set.of("V100", "P100", "RTXA6000");

  private static final Comparator<Image> NEWNESS =
      Comparator.comparingInt(Image::major)
          .thenComparingInt(Image::minor)
          .thenComparing(Image::name);

  private final RememberedFor<List<Image>> known;

  Images(Clock clock) {
    this.known = new RememberedFor<>(clock, Duration.ofHours(1));
  }

  /** A machine without a driver is no capacity: it would be paid for, and nothing could use it. */
  String of(InstanceType type, Login login) throws ProviderException {
    if (type.accelerators().isEmpty()) {
      return PLAIN;
    }
    AcceleratorSet devices = type.accelerators().get();
    boolean takesOpen = OLDER.stream().noneMatch(devices.model().name()::startsWith);
    return known.read(() -> read(login)).value().stream()
        .filter(image -> image.isOpen() == takesOpen)
        .max(NEWNESS)
        .map(Image::name)
        .orElseThrow(
            () ->
                new ProviderException(
                    VerdaProvider.ID,
                    Fault.NO_CAPACITY,
                    "there is no image with a driver for " + devices.model().name()));
  }

  private static List<Image> read(Login login) throws ProviderException {
    List<Image> images = new ArrayList<>();
    return login.make(
        Call.get("/v1/images"),
        reply -> {
          reply.each(row -> image(row.text("image_type")).ifPresent(images::add));
          return images;
        });
  }

  private static Optional<Image> image(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches()
        ? Optional.of(
            new Image(
                name,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                parts.group(3) != null))
        : Optional.empty();
  }

  private record Image(String name, int major, int minor, boolean isOpen) {}
}
