package io.tradewind.adapters.alibaba;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the feed of Alibaba Cloud, when there is an access key to read it with. */
public final class AlibabaFactory implements ProviderFactory {
  private static final String NAME = "alibaba";
  private static final String KEY_ID = "access-key-id";
  private static final String KEY_SECRET = "access-key-secret";
  private static final String REGIONS =
      "ap-northeast-1,ap-southeast-1,ap-southeast-5,cn-hongkong,eu-central-1,us-east-1,us-west-1";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            KEY_ID, "The id of an access key; without one this feed is not read.", "", false),
        new Setting(KEY_SECRET, "The secret that signs the calls.", "", true),
        new Setting(
            "regions",
            "The regions that are read, separated by commas. Each takes some hundred calls an"
                + " hour.",
            REGIONS,
            false),
        new Setting(
            "url",
            "One address for all regions, in place of the address that each region has.",
            "",
            false),
        new Setting(
            "time-limit", "The longest single call, as an ISO 8601 duration.", "PT60S", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    SettingValues values = new SettingValues(NAME, context);
    Optional<String> id = values.text(KEY_ID);
    Optional<String> secret = values.text(KEY_SECRET);
    if (id.isPresent() != secret.isPresent()) {
      throw values.complaint(
          KEY_ID, id.orElse(""), "Set access-key-id and access-key-secret, or neither");
    }
    return id
        .map(known -> provider(values, new Signature(known, new Secret(secret.orElseThrow()))))
        .stream()
        .toList();
  }

  private static Provider provider(SettingValues values, Signature signature) {
    Clock clock = values.context().clock();
    AlibabaDialect dialect =
        new AlibabaDialect(signature, clock, () -> UUID.randomUUID().toString());
    Optional<URI> address = values.text("url").map(it -> values.confidentialAddress("url"));
    RestLimits limits = RestLimits.STANDARD.whole(values.duration("time-limit"));
    Map<URI, RestClient> clients = new ConcurrentHashMap<>();
    Ecs ecs =
        new Ecs(
            region ->
                clients.computeIfAbsent(
                    address.orElseGet(() -> endpoint(region)),
                    base ->
                        new RestClient(
                                AlibabaProvider.ID,
                                base,
                                Optional.of(Credential.signing(signature.accessKeySecret())),
                                limits,
                                Patience.standard())
                            .with(dialect)));
    return new AlibabaProvider(ecs, values.names("regions", REGIONS), clock);
  }

  private static URI endpoint(String region) {
    return URI.create("https://ecs.%s.aliyuncs.com".formatted(region));
  }
}
