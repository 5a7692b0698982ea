package io.tradewind.adapters.vast;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.FeedSettings;
import io.tradewind.rest.MachineSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the feed of Vast.ai's marketplace. */
public final class VastFactory implements ProviderFactory {
  private static final String NAME = "vast";
  private static final String DISK = "disk-gigabytes";
  private static final String VERIFIED = "verified-only";
  private static final String IMAGE = "image";
  private static final String USUAL_IMAGE = "nvidia/cuda:12.8.1-base-ubuntu24.04";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return Stream.concat(
            FeedSettings.keyless("https://console.vast.ai").stream(),
            Stream.of(
                new Setting(
                    DISK, "The disk that a machine is priced with, in gigabytes.", "10", false),
                new Setting(
                    VERIFIED,
                    "Whether only hosts that Vast.ai verified are listed.",
                    "true",
                    false),
                MachineSettings.key(),
                new Setting(
                    IMAGE,
                    "The container image of workloads that name none; it has a package manager.",
                    USUAL_IMAGE,
                    false),
                MachineSettings.broker()))
        .toList();
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    BigDecimal disk = disk(context);
    boolean verifiedOnly = isVerifiedOnly(context);
    FeedSettings settings = new FeedSettings(NAME, context);
    Optional<Provisioner> machines = provisioner(settings, disk, context);
    return settings.keylessClient(VastProvider.ID).stream()
        .<Provider>map(
            client ->
                new VastProvider(client, machines, context.clock(), new Bundle(disk), verifiedOnly))
        .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        VastProvider.ID,
        "Vast.ai",
        List.of(
            MachineSettings.keyField(),
            new Field(
                IMAGE,
                "Image",
                "The container image of workloads that name none.",
                Form.TEXT,
                false,
                USUAL_IMAGE)),
        "Make an API key with the permissions instance_read and instance_write alone:\n"
            + "  vastai create api-key --name tradewind --permission_file permissions.json\n"
            + "  {\"api\": {\"misc\": {}, \"instance_read\": {}, \"instance_write\": {}}}\n");
  }

  private static Optional<Provisioner> provisioner(
      FeedSettings settings, BigDecimal disk, ProviderContext context) {
    return settings
        .keyedClient(VastProvider.ID, "Authorization", "Bearer ")
        .map(
            client ->
                MachineSettings.machines(
                    VastProvider.ID,
                    new VastMachines(
                        client, context.setting(IMAGE).orElse(USUAL_IMAGE).strip(), disk),
                    context));
  }

  private static BigDecimal disk(ProviderContext context) {
    String text = context.setting(DISK).orElse("").strip();
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(
          "The setting tradewind.vast.%s is '%s'. Write gigabytes such as 10."
              .formatted(DISK, text));
    }
    return new BigDecimal(text);
  }

  private static boolean isVerifiedOnly(ProviderContext context) {
    String text = context.setting(VERIFIED).orElse("").strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "The setting tradewind.vast.%s is '%s'. Write true or false."
                  .formatted(VERIFIED, text));
    };
  }
}
