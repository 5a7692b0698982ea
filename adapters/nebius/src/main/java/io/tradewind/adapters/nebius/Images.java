package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tradewind.api.Architecture;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.RememberedFor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of Nebius' public images a machine boots: the newest with a driver that may run there. */
final class Images {
  /** {@code ubuntu24.04-cuda13.0}; others have no driver, or belong to Kubernetes. */
  private static final Pattern FAMILY = Pattern.compile("ubuntu([\\d.]+)-cuda([\\d.]+)");

  private static final int READY = 2;
  private static final int ARM64 = 2;
  private static final Duration HOLDS = Duration.ofHours(1);

  private static final Comparator<Image> FITNESS =
      Comparator.comparing(Image::isRecommended)
          .thenComparing(Image::cuda)
          .thenComparing(Image::ubuntu)
          .thenComparing(Image::madeAt);

  private final NebiusApi api;
  private final Clock clock;
  private final Map<String, RememberedFor<List<Wire>>> known = new ConcurrentHashMap<>();

  Images(NebiusApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /** A machine without a driver is no capacity: it would be paid for, and nothing could use it. */
  Image of(Offer offer, Shape shape) throws ProviderException {
    String region = offer.region().name();
    List<Wire> all =
        known
            .computeIfAbsent(region, any -> new RememberedFor<>(clock, HOLDS))
            .read(() -> api.images(region))
            .value();
    List<Image> able = new ArrayList<>();
    try {
      for (Wire image : all) {
        able(image, offer, shape).ifPresent(able::add);
      }
    } catch (InvalidProtocolBufferException e) {
      throw Calls.unreadable(Method.LIST_IMAGES, e);
    }
    return able.stream()
        .max(FITNESS)
        .orElseThrow(
            () ->
                new ProviderException(
                    NebiusProvider.ID,
                    Fault.NO_CAPACITY,
                    "there is no image with a driver for %s in %s"
                        .formatted(shape.platform(), region)));
  }

  private static Optional<Image> able(Wire image, Offer offer, Shape shape)
      throws InvalidProtocolBufferException {
    Wire spec = image.message(2);
    Wire status = image.message(3);
    Matcher family = FAMILY.matcher(spec.text(2).orElse(""));
    boolean isArm = offer.instanceType().architecture() == Architecture.ARM64;
    boolean runs =
        family.matches()
            && status.number(1) == READY
            && !status.message(6).has(1)
            && (spec.number(6) == ARM64) == isArm
            && !isUnsupported(spec, shape);
    return runs
        ? Optional.of(
            new Image(
                image.message(1).text(1).orElse(""),
                spec.texts(8).contains(shape.platform()),
                Version.of(family.group(2)),
                Version.of(family.group(1)),
                image.message(1).message(5).number(1),
                status.number(4)))
        : Optional.empty();
  }

  /** A platform as a whole, or one of its presets. */
  private static boolean isUnsupported(Wire spec, Shape shape)
      throws InvalidProtocolBufferException {
    for (Wire platform : spec.messages(9)) {
      if (platform.text(1).equals(Optional.of(shape.platform()))) {
        return true;
      }
    }
    for (Wire preset : spec.messages(13)) {
      if (preset.text(1).equals(Optional.of(shape.platform()))
          && preset.text(2).equals(Optional.of(shape.preset()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a machine may boot.
   *
   * @param madeAt seconds of the epoch
   * @param leastBytes of a disk with it
   */
  record Image(
      String id,
      boolean isRecommended,
      Version cuda,
      Version ubuntu,
      long madeAt,
      long leastBytes) {}

  /** Two numbers; the second one may be left out. */
  record Version(int major, int minor) implements Comparable<Version> {
    static Version of(String text) {
      String[] parts = text.split("\\.");
      return new Version(number(parts[0]), parts.length < 2 ? 0 : number(parts[1]));
    }

    private static int number(String digits) {
      return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
    }

    @Override
    public int compareTo(Version other) {
      return Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .compare(this, other);
    }
  }

  /** What a machine type is called by Nebius. */
  record Shape(String platform, String preset) {
    static Shape of(Offer offer) {
      String[] parts = offer.instanceType().name().split("_", 2);
      return new Shape(parts[0], parts.length < 2 ? "" : parts[1]);
    }
  }
}
