package io.tradewind.adapters.aws;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.Patience;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.RestLimits;
import io.tradewind.rest.SettingValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the public view, which needs no account. */
public final class AwsPublicFactory implements ProviderFactory {
  private static final String REGIONS = "us-east-1,us-west-2,eu-central-1,eu-west-1";

  @Override
  public String name() {
    return AwsPublicProvider.ID.value();
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            "enabled",
            "Whether these files are read: true, false, or auto, which follows tradewind.feed.keyless.",
            "auto",
            false),
        new Setting(
            "regions",
            "The regions that are read, separated by commas. Each is a download of hundreds of megabytes, some times a day.",
            REGIONS,
            false),
        new Setting(
            "bulk-url",
            "Where the price list is.",
            "https://pricing.us-east-1.amazonaws.com",
            false),
        new Setting(
            "spot-url",
            "Where the prices of the spot page are.",
            "https://website.spot.ec2.aws.a2z.com",
            false),
        new Setting(
            "advisor-url",
            "Where the Spot Advisor's figures are.",
            "https://spot-bid-advisor.s3.amazonaws.com",
            false),
        new Setting(
            "time-limit",
            "The longest download of a region. After it, regions that are not read yet wait for the next reading.",
            "PT90S",
            false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    SettingValues values = new SettingValues(name(), context);
    // Whoever has not settled auto has not allowed the network.
    boolean isOn = !values.text("enabled").orElse("auto").equals("auto") && isTrue(values);
    if (!isOn) {
      return List.of();
    }
    Duration limit = values.duration("time-limit");
    return List.of(
        new AwsPublicProvider(
            values.names("regions", "us-east-1,eu-west-1"),
            values.address("bulk-url"),
            client(values.address("spot-url"), limit),
            client(values.address("advisor-url"), limit),
            limit,
            context.clock()));
  }

  private static boolean isTrue(SettingValues values) {
    return values.flag("enabled").orElse(false);
  }

  private static RestClient client(URI base, Duration limit) {
    return new RestClient(
        AwsPublicProvider.ID,
        base,
        Optional.empty(),
        RestLimits.STANDARD.whole(limit),
        Patience.standard());
  }
}
