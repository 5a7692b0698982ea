package io.tradewind.adapters.tencent;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Secret;
import io.tradewind.rest.Credential;
import io.tradewind.rest.Patience;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.RestLimits;
import io.tradewind.rest.SettingValues;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes the feed of Tencent Cloud, when there is a key of an account to read it with. */
public final class TencentFactory implements ProviderFactory {
  private static final String NAME = "tencent";
  private static final String SECRET_ID = "secret-id";
  private static final String SECRET_KEY = "secret-key";
  private static final String REGIONS =
      "ap-bangkok,ap-beijing,ap-chengdu,ap-chongqing,ap-guangzhou,ap-hongkong,ap-jakarta,"
          + "ap-nanjing,ap-seoul,ap-shanghai,ap-singapore,ap-tokyo,eu-frankfurt,na-ashburn,"
          + "na-siliconvalley,sa-saopaulo";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            SECRET_ID, "The id of an API key; without one this feed is not read.", "", false),
        new Setting(SECRET_KEY, "The key that signs the calls.", "", true),
        new Setting(
            "site",
            "Which Tencent Cloud the account is of: international, billed in USD, or china, billed"
                + " in CNY.",
            Site.INTERNATIONAL.wireName(),
            false),
        new Setting("regions", "The regions that are read, separated by commas.", REGIONS, false),
        new Setting("url", "Where the API is, if not at the site's own address.", "", false),
        new Setting(
            "time-limit", "The longest single call, as an ISO 8601 duration.", "PT60S", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    SettingValues values = new SettingValues(NAME, context);
    Optional<String> id = values.text(SECRET_ID);
    Optional<String> key = values.text(SECRET_KEY);
    if (id.isPresent() != key.isPresent()) {
      throw values.complaint(SECRET_ID, id.orElse(""), "Set secret-id and secret-key, or neither");
    }
    return id.map(known -> provider(values, known, new Secret(key.orElseThrow()))).stream()
        .toList();
  }

  private static Provider provider(SettingValues values, String id, Secret key) {
    Clock clock = values.context().clock();
    Site site = site(values);
    URI address =
        values.text("url").isPresent()
            ? values.confidentialAddress("url")
            : URI.create(site.address());
    RestClient client =
        new RestClient(
                TencentProvider.ID,
                address,
                Optional.of(Credential.signing(key)),
                RestLimits.STANDARD.whole(values.duration("time-limit")),
                Patience.standard())
            .with(new TencentDialect(new Signature(id, key, "cvm"), clock));
    return new TencentProvider(
        client, site.currency(), values.names("regions", "ap-singapore,eu-frankfurt"), clock);
  }

  private static Site site(SettingValues values) {
    String text = values.text("site").orElse("");
    return Arrays.stream(Site.values())
        .filter(site -> site.wireName().equals(text))
        .findFirst()
        .orElseThrow(() -> values.complaint("site", text, "Write international or china"));
  }
}
