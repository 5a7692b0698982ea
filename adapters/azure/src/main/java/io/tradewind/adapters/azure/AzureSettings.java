package io.tradewind.adapters.azure;

import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.Secret;
import io.tradewind.rest.SettingValues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is set for the subscription's view.
 *
 * @param families of sizes that are listed, by their letters
 * @param retail where the public price list is
 */
record AzureSettings(
    String subscription,
    Identity identity,
    List<String> regions,
    Set<String> families,
    URI retail,
    Duration callLimit,
    Duration readingLimit,
    Provisioning provisioning) {
  /** Where accelerators are sold most. */
  private static final String REGIONS =
      "eastus,eastus2,southcentralus,westus,westus2,westus3,canadacentral,brazilsouth,francecentral,"
          + "germanywestcentral,italynorth,northeurope,polandcentral,swedencentral,switzerlandnorth,"
          + "uksouth,westeurope,australiaeast,centralindia,japaneast,koreacentral,southeastasia";

  private static final String PRINCIPAL = "client-secret";
  private static final String WORKLOAD = "token-file";
  private static final String MANAGED = "managed-identity";

  /**
   * How machines are started.
   *
   * @param enabled false when the subscription is only read
   * @param resourceGroup that holds all machines of this broker, and nothing else
   * @param diskGigabytes of the system disk
   */
  record Provisioning(boolean enabled, String resourceGroup, int diskGigabytes) {
    private static final int LEAST_DISK = 64;
    private static final int MOST_DISK = 4_095;

    static Provisioning of(SettingValues values) {
      String provision = values.text("provision").orElse("");
      if (!provision.equals("auto") && !provision.equals("off")) {
        throw values.complaint("provision", provision, "Write auto or off");
      }
      String group = values.text("resource-group").orElse("");
      if (!group.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,88}")) {
        throw values.complaint(
            "resource-group", group, "Write 1 to 89 letters, digits, dashes or underscores");
      }
      int disk = values.number("disk-gigabytes", MOST_DISK);
      if (disk < LEAST_DISK) {
        throw values.complaint(
            "disk-gigabytes",
            String.valueOf(disk),
            "Write a whole number from %d to %d".formatted(LEAST_DISK, MOST_DISK));
      }
      return new Provisioning(provision.equals("auto"), group, disk);
    }
  }

  /** As whom Azure is asked. */
  sealed interface Identity {}

  /** An application with a password. */
  record ServicePrincipal(String tenant, String client, Secret secret) implements Identity {}

  /**
   * An application that a token of somebody else's, such as a Kubernetes cluster's, vouches for.
   */
  record WorkloadIdentity(String tenant, String client, Path tokenFile) implements Identity {}

  /**
   * The machine's own.
   *
   * @param client which of several
   */
  record ManagedIdentity(Optional<String> client) implements Identity {}

  static List<Setting> declared() {
    return List.of(
        new Setting(
            "enabled", "true or false. Without it: read when subscription is set.", "", false),
        new Setting("subscription", "The id of the subscription that is asked.", "", false),
        new Setting("tenant", "The id of the directory that the application is in.", "", false),
        new Setting("client-id", "The id of the application, or of the identity.", "", false),
        new Setting(PRINCIPAL, "The secret of a service principal.", "", true),
        new Setting(
            WORKLOAD, "The path of a workload identity's token, instead of a secret.", "", false),
        new Setting(
            MANAGED, "true: the machine's own identity, instead of a secret.", "false", false),
        new Setting("regions", "The regions that are read, separated by commas.", REGIONS, false),
        new Setting(
            "families",
            "The size families that are listed, by their letters; add d,e,f for machines without accelerator.",
            Sizes.ACCELERATED,
            false),
        new Setting("retail-url", "Where the public price list is.", RetailPrices.URL, false),
        new Setting("time-limit", "The longest single call.", "PT60S", false),
        new Setting(
            "reading-limit",
            "After it, regions that are not read yet wait for the next reading.",
            "PT90S",
            false),
        new Setting(
            "provision",
            "auto or off. With auto, machines are started in the subscription; with off they are only listed.",
            "auto",
            false),
        new Setting(
            "resource-group",
            "The resource group of this broker's machines; made when missing. Two brokers in one subscription need two: each"
                + " ends machines in its own that it knows no lease of.",
            "tradewind",
            false),
        new Setting("disk-gigabytes", "The system disk of a machine.", "256", false));
  }

  /** Empty when it is switched off, or no subscription is connected. */
  static Optional<AzureSettings> of(ProviderContext context) {
    SettingValues values = new SettingValues("azure", context);
    Optional<String> subscription = values.text("subscription");
    if (!values.flag("enabled").orElse(subscription.isPresent())) {
      return Optional.empty();
    }
    return Optional.of(
        new AzureSettings(
            id(values, "subscription"),
            identity(values),
            values.names("regions", "eastus,westeurope"),
            Sizes.families(values.text("families").orElse("")),
            values.address("retail-url"),
            values.duration("time-limit"),
            values.duration("reading-limit"),
            Provisioning.of(values)));
  }

  private static Identity identity(SettingValues values) {
    Optional<String> secret = values.text(PRINCIPAL);
    Optional<String> tokenFile = values.text(WORKLOAD);
    boolean isManaged = values.flag(MANAGED).orElse(false);
    if ((secret.isPresent() ? 1 : 0) + (tokenFile.isPresent() ? 1 : 0) + (isManaged ? 1 : 0) != 1) {
      throw new IllegalArgumentException(
          "The settings tradewind.azure.%s, %s and %s are three ways to sign in. Set one of them."
              .formatted(PRINCIPAL, WORKLOAD, MANAGED));
    }
    if (isManaged) {
      return new ManagedIdentity(values.text("client-id"));
    }
    String tenant = id(values, "tenant");
    String client = id(values, "client-id");
    return secret
        .<Identity>map(text -> new ServicePrincipal(tenant, client, new Secret(text)))
        .orElseGet(() -> new WorkloadIdentity(tenant, client, Path.of(tokenFile.orElseThrow())));
  }

  /** It becomes a part of an address. */
  private static String id(SettingValues values, String key) {
    String text = values.text(key).orElse("");
    if (!text.matches("[A-Za-z0-9.-]{1,100}")) {
      throw values.complaint(key, text, "Write an id such as 00000000-0000-0000-0000-000000000001");
    }
    return text;
  }
}
