package io.tradewind.adapters.verda;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Secret;
import io.tradewind.rest.Credential;
import io.tradewind.rest.Patience;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.RestLimits;
import io.tradewind.rest.SettingValues;
import java.util.List;
import java.util.Optional;

/** Makes the feed of Verda, when there are client credentials to read it with. */
public final class VerdaFactory implements ProviderFactory {
  private static final String NAME = "verda";
  private static final String CLIENT_ID = "client-id";
  private static final String CLIENT_SECRET = "client-secret";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            CLIENT_ID,
            "The client id of an API key; without one this feed is not read.",
            "",
            false),
        new Setting(CLIENT_SECRET, "The client secret of that API key.", "", true),
        new Setting("url", "Where the API is.", "https://api.verda.com", false),
        new Setting(
            "time-limit", "The longest single call, as an ISO 8601 duration.", "PT60S", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    SettingValues values = new SettingValues(NAME, context);
    Optional<String> id = values.text(CLIENT_ID);
    Optional<String> secret = values.text(CLIENT_SECRET);
    if (id.isPresent() != secret.isPresent()) {
      throw values.complaint(
          CLIENT_ID, id.orElse(""), "Set client-id and client-secret, or neither");
    }
    return id.map(known -> provider(values, known, new Secret(secret.orElseThrow()))).stream()
        .toList();
  }

  private static Provider provider(SettingValues values, String id, Secret secret) {
    RestClient client =
        new RestClient(
            VerdaProvider.ID,
            values.confidentialAddress("url"),
            Optional.of(Credential.signing(secret)),
            RestLimits.STANDARD.whole(values.duration("time-limit")),
            Patience.standard());
    Login login = new Login(client, id, secret, values.context().clock());
    return new VerdaProvider(login, values.context().clock());
  }
}
