package io.tradewind.adapters.nebius;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.SettingValues;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes the feed of Nebius, when there is a service account to read it with. */
public final class NebiusFactory implements ProviderFactory {
  private static final String NAME = "nebius";
  private static final String TENANT = "tenant-id";
  private static final String ACCOUNT = "service-account-id";
  private static final String KEY_ID = "public-key-id";
  private static final String KEY = "private-key";
  private static final String URL = "url";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            TENANT, "The tenant whose projects are read; without one this feed is not.", "", false),
        new Setting(ACCOUNT, "The service account that reads.", "", false),
        new Setting(KEY_ID, "The id of its public key.", "", false),
        new Setting(KEY, "Its private key: RSA, PKCS #8, as PEM, in one line or many.", "", true),
        new Setting(
            URL, "One address for all services, in place of SERVICE.api.nebius.cloud.", "", false),
        new Setting(
            "time-limit", "The longest single call, as an ISO 8601 duration.", "PT30S", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    SettingValues values = new SettingValues(NAME, context);
    List<Optional<String>> credentials =
        List.of(values.text(TENANT), values.text(ACCOUNT), values.text(KEY_ID), values.text(KEY));
    if (credentials.stream().allMatch(Optional::isEmpty)) {
      return List.of();
    }
    if (credentials.stream().anyMatch(Optional::isEmpty)) {
      throw values.complaint(
          TENANT,
          values.text(TENANT).orElse(""),
          "Set tenant-id, service-account-id, public-key-id and private-key, or none of them");
    }
    return List.of(provider(values, credentials.stream().map(Optional::orElseThrow).toList()));
  }

  private static Provider provider(SettingValues values, List<String> credentials) {
    Clock clock = values.context().clock();
    ServiceAccount account =
        new ServiceAccount(
            credentials.get(1), credentials.get(2), ServiceAccount.key(credentials.get(3)));
    Optional<URI> address = values.text(URL).map(it -> values.confidentialAddress(URL));
    Calls calls =
        new Calls(
            service -> address.orElseGet(() -> address(service)), values.duration("time-limit"));
    Login login = new Login(calls, account, clock);
    return new NebiusProvider(calls, new NebiusApi(login), credentials.get(0), clock);
  }

  private static URI address(String service) {
    return URI.create("https://%s.api.nebius.cloud:443".formatted(service));
  }
}
