package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.Secret;
import io.tradewind.rest.SettingValues;
import java.net.URI;
import java.time.Duration;
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
    Optional<String> externalId,
    Optional<URI> endpoint,
    int capacityBlockHours,
    Duration callLimit,
    Duration readingLimit,
    Provisioning provisioning) {
  /** Where accelerators are sold most. */
  static final String REGIONS =
      "us-east-1,us-east-2,us-west-2,ca-central-1,sa-east-1,eu-central-1,eu-north-1,eu-west-1,"
          + "eu-west-2,eu-south-2,ap-northeast-1,ap-northeast-2,ap-south-1,ap-southeast-2";

  // AWS sells blocks of 1 to 14 days, and of whole weeks up to 26.
  private static final int MOST_BLOCK_HOURS = 26 * 7 * 24;

  /**
   * How machines are started.
   *
   * @param enabled false when the account is only read
   * @param broker whose machines they are: tagged, so that two brokers leave each other's alone
   * @param diskGigabytes of the root disk
   */
  record Provisioning(boolean enabled, String broker, int diskGigabytes) {
    private static final int LEAST_DISK = 8;
    private static final int MOST_DISK = 16_384;

    Provisioning {
      if (!broker.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
        throw new IllegalArgumentException(
            "The setting tradewind.aws.broker is '%s'; expected 1 to 63 letters, digits, dots, dashes or underscores."
                .formatted(broker));
      }
      if (diskGigabytes < LEAST_DISK || diskGigabytes > MOST_DISK) {
        throw new IllegalArgumentException(
            "The setting tradewind.aws.disk-gigabytes is %d; expected %d to %d."
                .formatted(diskGigabytes, LEAST_DISK, MOST_DISK));
      }
    }
  }

  /** An access key, with the token of a session where it is temporary. */
  record AccessKey(String id, Secret secret, Optional<Secret> sessionToken) {}

  static List<Setting> declared() {
    return List.of(
        new Setting(
            "enabled",
            "true or false. Without it: read when an access key, a profile or a role is set. With"
                + " true and none of them, the environment and the machine's own role are asked.",
            "",
            false),
        new Setting("regions", "The regions that are read, separated by commas.", REGIONS, false),
        new Setting(
            "families",
            "The instance families that are listed, by their letters; add c,m,r for machines"
                + " without accelerator.",
            Families.ACCELERATED,
            false),
        new Setting("access-key-id", "The id of an access key.", "", false),
        new Setting("secret-access-key", "The secret of the access key.", "", true),
        new Setting("session-token", "The token of a temporary access key.", "", true),
        new Setting("profile", "A profile of the shared AWS configuration files.", "", false),
        new Setting("role-arn", "A role to assume with whatever credentials there are.", "", false),
        new Setting(
            AwsAccount.EXTERNAL_ID, "What the role demands of whoever assumes it.", "", false),
        new Setting(
            AwsAccount.PRINCIPAL,
            "The ARN of this broker's own identity, which the roles of organizations trust. Without"
                + " it they connect by access keys only.",
            "",
            false),
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
            false),
        new Setting(
            "provision",
            "auto or off. With auto, machines are started where a key, a profile or a role is set;"
                + " with off they are only listed.",
            "auto",
            false),
        new Setting(
            "broker",
            "The name with which this broker tags its machines. Two brokers in one account need two"
                + " names: each ends machines of its own that it knows no lease of.",
            "tradewind",
            false),
        new Setting("disk-gigabytes", "The encrypted root disk of a machine.", "200", false));
  }

  /** Empty when it is switched off, or nothing was connected. */
  static Optional<AwsSettings> of(ProviderContext context) {
    SettingValues values = new SettingValues("aws", context);
    AwsSettings settings =
        new AwsSettings(
            values.names("regions", "us-east-1,eu-west-1"),
            Families.of(values.text("families").orElse("")),
            accessKey(values),
            values.text("profile"),
            values.text("role-arn"),
            values.text(AwsAccount.EXTERNAL_ID),
            values.text("endpoint").map(any -> values.confidentialAddress("endpoint")),
            values.number("capacity-blocks", MOST_BLOCK_HOURS),
            values.duration("time-limit"),
            values.duration("reading-limit"),
            provisioning(values));
    return Optional.of(settings).filter(it -> values.flag("enabled").orElse(it.isConnected()));
  }

  /** Whether machines may be started: never with credentials that merely lay about. */
  boolean mayProvision() {
    return provisioning.enabled() && isConnected();
  }

  private boolean isConnected() {
    return accessKey.isPresent() || profile.isPresent() || roleArn.isPresent();
  }

  private static Provisioning provisioning(SettingValues values) {
    String provision = values.text("provision").orElse("");
    if (!provision.equals("auto") && !provision.equals("off")) {
      throw new IllegalArgumentException(
          "The setting tradewind.aws.provision is '%s'; expected auto or off."
              .formatted(provision));
    }
    return new Provisioning(
        provision.equals("auto"),
        values.text("broker").orElse(""),
        values.number("disk-gigabytes", Provisioning.MOST_DISK));
  }

  private static Optional<AccessKey> accessKey(SettingValues values) {
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
}
