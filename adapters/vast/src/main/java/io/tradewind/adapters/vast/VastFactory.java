package io.tradewind.adapters.vast;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes the feed of Vast.ai's marketplace. */
public final class VastFactory implements ProviderFactory {
  private static final String NAME = "vast";
  private static final String DISK = "disk-gigabytes";
  private static final String VERIFIED = "verified-only";

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
                    false)))
        .toList();
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    Bundle bundle = new Bundle(disk(context));
    boolean verifiedOnly = isVerifiedOnly(context);
    return new FeedSettings(NAME, context)
        .keylessClient(VastProvider.ID).stream()
            .<Provider>map(
                client -> new VastProvider(client, context.clock(), bundle, verifiedOnly))
            .toList();
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
