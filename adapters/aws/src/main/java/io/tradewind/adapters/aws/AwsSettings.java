package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is set for the account's view.
 *
 * @param endpoint instead of AWS's own, for tests
 * @param capacityBlockHours of the blocks that are asked for; 0 asks for none
 */
record AwsSettings(
    List<String> regions,
    Families families,
    Optional<AccessKey> accessKey,
    Optional<String> profile,
    Optional<String> roleArn,
    Optional<URI> endpoint,
    int capacityBlockHours,
    Duration callLimit,
    Duration readingLimit) {
  /** Where accelerators are sold most. */
  static final String REGIONS =
      "us-east-1,us-east-2,us-west-2,ca-central-1,sa-east-1,eu-central-1,eu-north-1,eu-west-1,"
          + "eu-west-2,eu-south-2,ap-northeast-1,ap-northeast-2,ap-south-1,ap-southeast-2";

  // AWS sells blocks of 1 to 14 days, and of whole weeks up to 26.
  private static final int MOST_BLOCK_HOURS = 26 * 7 * 24;

  /** An access key, with the token of a session where it is temporary. */
  record AccessKey(String id, Secret secret, Optional<Secret> sessionToken) {}

  static List<Setting> declared() {
    return List.of(
        new Setting(
            "enabled",
            "true or false. Without it: read when an access key, a profile or a role is set. With true and none of them, the"
                + " environment and the machine's own role are asked.",
            "",
            false),
        new Setting("regions", "The regions that are read, separated by commas.", REGIONS, false),
        new Setting(
            "families",
            "The instance families that are listed, by their letters; add c,m,r for machines without accelerator.",
            Families.ACCELERATED,
            false),
        new Setting("access-key-id", "The id of an access key.", "", false),
        new Setting("secret-access-key", "The secret of the access key.", "", true),
        new Setting("session-token", "The token of a temporary access key.", "", true),
        new Setting("profile", "A profile of the shared AWS configuration files.", "", false),
        new Setting("role-arn", "A role to assume with whatever credentials there are.", "", false),
        new Setting("endpoint", "An address instead of AWS's own, for tests.", "", false),
        new Setting(
            "capacity-blocks",
            "The length in hours of the capacity blocks that are asked for; 0 asks for none.",
            "24",
            false),
        new Setting("time-limit", "The longest call, with its repetitions.", "PT30S", false),
        new Setting(
            "reading-limit",
            "After it, regions that are not read yet wait for the next reading.",
            "PT90S",
            false));
  }

  /** Empty when it is switched off, or nothing was connected. */
  static Optional<AwsSettings> of(ProviderContext context) {
    Values values = new Values("aws", context);
    AwsSettings settings =
        new AwsSettings(
            values.list("regions"),
            Families.of(values.text("families").orElse("")),
            accessKey(values),
            values.text("profile"),
            values.text("role-arn"),
            values.text("endpoint").map(values::endpoint),
            values.number("capacity-blocks", MOST_BLOCK_HOURS),
            values.duration("time-limit"),
            values.duration("reading-limit"));
    boolean isConnected =
        settings.accessKey.isPresent()
            || settings.profile.isPresent()
            || settings.roleArn.isPresent();
    return Optional.of(settings).filter(it -> values.flag("enabled").orElse(isConnected));
  }

  private static Optional<AccessKey> accessKey(Values values) {
    Optional<String> id = values.text("access-key-id");
    Optional<String> secret = values.text("secret-access-key");
    if (id.isPresent() != secret.isPresent()) {
      String missing = id.isPresent() ? "secret-access-key" : "access-key-id";
      throw new IllegalArgumentException(
          "The setting tradewind.aws.%s is missing: an access key is an id and a secret."
              .formatted(missing));
    }
    return id.map(
        it ->
            new AccessKey(
                it,
                new Secret(secret.orElseThrow()),
                values.text("session-token").map(Secret::new)));
  }

  /**
   * Reads settings of one adapter; what cannot be is said with its name and what would be right.
   */
  record Values(String adapter, ProviderContext context) {
    Optional<String> text(String key) {
      return context.setting(key).map(String::strip).filter(it -> !it.isEmpty());
    }

    List<String> list(String key) {
      String text = text(key).orElse("");
      List<String> parts =
          Arrays.stream(text.split(","))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .distinct()
              .toList();
      if (parts.isEmpty() || !parts.stream().allMatch(it -> it.matches("[a-z0-9-]{1,40}"))) {
        throw complaint(key, text, "Write names such as us-east-1,eu-west-1");
      }
      return parts;
    }

    Optional<Boolean> flag(String key) {
      return text(key)
          .map(
              text ->
                  switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw complaint(key, text, "Write true or false, or leave it out");
                  });
    }

    int number(String key, int most) {
      String text = text(key).orElse("");
      if (text.matches("\\d{1,6}") && Integer.parseInt(text) <= most) {
        return Integer.parseInt(text);
      }
      throw complaint(key, text, "Write a whole number from 0 to " + most);
    }

    Duration duration(String key) {
      String text = text(key).orElse("");
      try {
        Duration duration = Duration.parse(text);
        if (duration.compareTo(Duration.ZERO) > 0) {
          return duration;
        }
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(
            complaint(key, text, "Write a duration such as PT30S").getMessage(), e);
      }
      throw complaint(key, text, "Write a duration above zero such as PT30S");
    }

    /** An http(s) address without a slash at its end. */
    URI address(String key) {
      String text = text(key).orElse("");
      try {
        URI address = new URI(text.replaceAll("/+$", ""));
        if (String.valueOf(address.getScheme()).matches("https?") && address.getHost() != null) {
          return address;
        }
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(
            complaint(key, text, "Write an address such as https://api.example.org").getMessage(),
            e);
      }
      throw complaint(key, text, "Write an address such as https://api.example.org");
    }

    /** Credentials are sent there: only over https, or to this machine. */
    private URI endpoint(String text) {
      URI address = address("endpoint");
      boolean isHere = address.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");
      if (!isHere && !"https".equals(address.getScheme())) {
        throw complaint("endpoint", text, "The credentials would travel in the clear: use https");
      }
      return address;
    }

    private IllegalArgumentException complaint(String key, String text, String advice) {
      return new IllegalArgumentException(
          "The setting tradewind.%s.%s is '%s'. %s.".formatted(adapter, key, text, advice));
    }
  }
}
