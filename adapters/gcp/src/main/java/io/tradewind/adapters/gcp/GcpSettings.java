package io.tradewind.adapters.gcp;

import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.Secret;
import io.tradewind.rest.SettingValues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is set. There is a key, or an account, or both.
 *
 * @param apiKey for the price list alone
 * @param account for what the project sees: machine types, accelerators, quotas
 * @param regions that are listed; empty for all
 * @param families of machines without accelerators that are listed too
 */
record GcpSettings(
    Optional<Secret> apiKey,
    Optional<Account> account,
    Set<String> regions,
    Set<String> families,
    Optional<String> billingEndpoint,
    Optional<String> computeEndpoint,
    Optional<String> tpuEndpoint,
    URI quotaEndpoint,
    URI projectEndpoint,
    Duration timeLimit,
    Provisioning provisioning) {
  private static final String PREFIX = "tradewind.gcp.";

  /** A project, and the credentials that may read it. */
  record Account(String project, Credentials credentials) {}

  /** Where credentials are. */
  sealed interface Credentials permits InFile, Pasted {}

  /** Whoever runs this broker has put it there. */
  record InFile(Path path) implements Credentials {}

  /** The key of a service account, by whoever has it. */
  record Pasted(Secret json) implements Credentials {}

  /**
   * How machines are started.
   *
   * @param enabled false when the project is only read
   * @param broker whose machines they are: a label, so that two brokers leave each other's alone
   * @param network that the machines are in; nothing in it may open a port to them
   * @param diskGigabytes of the boot disk
   */
  record Provisioning(boolean enabled, String broker, String network, int diskGigabytes) {
    private static final int LEAST_DISK = 20;
    private static final int MOST_DISK = 65_536;

    Provisioning {
      requireName("broker", broker);
      requireName("network", network);
      if (diskGigabytes < LEAST_DISK) {
        throw complaint(
            "disk-gigabytes",
            String.valueOf(diskGigabytes),
            "Write a whole number from %d to %d".formatted(LEAST_DISK, MOST_DISK));
      }
    }

    static Provisioning of(SettingValues values) {
      String provision = values.text("provision").orElse("");
      if (!provision.equals("auto") && !provision.equals("off")) {
        throw complaint("provision", provision, "Write auto or off");
      }
      return new Provisioning(
          provision.equals("auto"),
          values.text("broker").orElse(""),
          values.text("network").orElse(""),
          values.number("disk-gigabytes", MOST_DISK));
    }

    private static void requireName(String key, String name) {
      if (!name.matches("[a-z][a-z0-9-]{0,61}")) {
        throw complaint(key, name, "Write 1 to 62 small letters, digits or dashes, a letter first");
      }
    }
  }

  static List<Setting> declared() {
    return List.of(
        new Setting(
            "enabled",
            "true or false. Without it: read when credentials-file or api-key is set.",
            "",
            false),
        new Setting(
            "project", "The id of the project whose machine types and quotas count.", "", false),
        new Setting(
            "credentials-file",
            "The path of a credentials file: a service account's key, or a workload identity.",
            "",
            false),
        new Setting(
            "credentials",
            "The key of a service account, as its JSON text, instead of a file.",
            "",
            true),
        new Setting(
            "api-key",
            "A key for the Cloud Billing API. Alone, it lists bundled machine shapes at live"
                + " prices.",
            "",
            true),
        new Setting(
            "regions", "The regions to list, separated by commas; all without it.", "", false),
        new Setting(
            "families",
            "Machine families without accelerators to list too, such as e2,n2,c3.",
            "",
            false),
        new Setting("endpoint-billing", "Instead of Google's billing API, for tests.", "", false),
        new Setting("endpoint-compute", "Instead of Google's compute API, for tests.", "", false),
        new Setting(
            "endpoint-quotas",
            "Instead of Google's quota API, for tests.",
            "https://cloudquotas.googleapis.com",
            false),
        new Setting(
            "endpoint-projects",
            "Instead of Google's Resource Manager, for tests.",
            "https://cloudresourcemanager.googleapis.com",
            false),
        new Setting(
            "endpoint-tpu",
            "Instead of Google's TPU API, for tests: 127.0.0.1 and a port.",
            "",
            false),
        new Setting(
            "time-limit", "The longest single call, as an ISO 8601 duration.", "PT60S", false),
        new Setting(
            "provision",
            "auto or off. With auto, machines are started where credentials-file is set; with off"
                + " they are only listed.",
            "auto",
            false),
        new Setting(
            "broker",
            "The name with which this broker labels its machines. Two brokers in one project need"
                + " two names: each ends machines of its own that it knows no lease of.",
            "tradewind",
            false),
        new Setting(
            "network",
            "The network that machines are in: one without firewall rules that let anybody in.",
            "tradewind",
            false),
        new Setting("disk-gigabytes", "The boot disk of a machine.", "200", false));
  }

  /** Empty when it is switched off, or nothing is connected. */
  static Optional<GcpSettings> of(ProviderContext context) {
    Optional<Path> file = context.setting("credentials-file").map(String::strip).map(Path::of);
    Optional<Secret> pasted = context.setting("credentials").map(String::strip).map(Secret::new);
    Optional<Credentials> credentials =
        pasted.<Credentials>map(Pasted::new).or(() -> file.map(InFile::new));
    Optional<Secret> key = context.setting("api-key").map(String::strip).map(Secret::new);
    if (!isOn(context.setting("enabled"), credentials.isPresent() || key.isPresent())) {
      return Optional.empty();
    }
    return Optional.of(
        new GcpSettings(
            key,
            account(context.setting("project").map(String::strip), credentials),
            list(context.setting("regions")),
            list(context.setting("families")),
            context.setting("endpoint-billing"),
            context.setting("endpoint-compute"),
            context.setting("endpoint-tpu").map(GcpSettings::here),
            new SettingValues("gcp", context).confidentialAddress("endpoint-quotas"),
            new SettingValues("gcp", context).confidentialAddress("endpoint-projects"),
            duration(context.setting("time-limit").orElse("")),
            Provisioning.of(new SettingValues("gcp", context))));
  }

  /** It is spoken to in the clear. */
  private static String here(String endpoint) {
    if (!endpoint.matches("127\\.0\\.0\\.1:\\d{1,5}")) {
      throw complaint("endpoint-tpu", endpoint, "Write 127.0.0.1 and a port, or leave it out");
    }
    return endpoint;
  }

  private static boolean isOn(Optional<String> enabled, boolean isConnected) {
    String wanted = enabled.orElse("").strip().toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "", "auto" -> isConnected;
      case "false" -> false;
      case "true" -> {
        if (!isConnected) {
          throw complaint("enabled", wanted, "Set credentials-file or api-key too");
        }
        yield true;
      }
      default -> throw complaint("enabled", wanted, "Write true or false, or leave it out");
    };
  }

  private static Optional<Account> account(
      Optional<String> project, Optional<Credentials> credentials) {
    if (credentials.isPresent() && project.isEmpty()) {
      throw complaint("project", "", "Name the project that the credentials may read");
    }
    project
        .filter(id -> !id.matches("[a-z0-9.:-]{1,80}"))
        .ifPresent(
            id -> {
              throw complaint("project", id, "Write the project's id, such as my-project-1234");
            });
    return credentials.map(it -> new Account(project.orElseThrow(), it));
  }

  private static Set<String> list(Optional<String> text) {
    return Arrays.stream(text.orElse("").split(","))
        .map(part -> part.strip().toLowerCase(Locale.ROOT))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Duration duration(String text) {
    try {
      Duration limit = Duration.parse(text.strip());
      if (limit.compareTo(Duration.ZERO) > 0) {
        return limit;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(durationComplaint(text).getMessage(), e);
    }
    throw durationComplaint(text);
  }

  private static IllegalArgumentException durationComplaint(String text) {
    return complaint("time-limit", text, "Write a duration such as PT60S");
  }

  private static IllegalArgumentException complaint(String key, String text, String advice) {
    return new IllegalArgumentException(
        "The setting %s%s is '%s'. %s.".formatted(PREFIX, key, text, advice));
  }
}
