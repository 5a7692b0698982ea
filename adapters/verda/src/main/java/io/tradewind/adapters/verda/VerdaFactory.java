package io.tradewind.adapters.verda;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import io.tradewind.rest.Credential;
import io.tradewind.rest.MachineSettings;
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
  private static final String SSH_KEY = "ssh-key";

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
            "time-limit", "The longest single call, as an ISO 8601 duration.", "PT60S", false),
        new Setting(
            SSH_KEY,
            "The id of an SSH key in the account, for machines that Verda starts with one only.",
            "",
            false),
        MachineSettings.provision(),
        MachineSettings.broker());
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
    return id
        .map(known -> provider(values, context, known, new Secret(secret.orElseThrow())))
        .stream()
        .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        VerdaProvider.ID,
        "Verda",
        List.of(
            new Field(CLIENT_ID, "Client id", "Of an API key.", Form.TEXT, true, ""),
            new Field(CLIENT_SECRET, "Client secret", "Of that key.", Form.SECRET, true, ""),
            new Field(
                SSH_KEY,
                "SSH key",
                "The id of an SSH key in the account. Nothing signs in with it.",
                Form.TEXT,
                false,
                "")),
        "Make cloud API credentials under Keys, in a project that nothing else runs in: they know"
            + " no smaller rights than the project's.\n");
  }

  private static Provider provider(
      SettingValues values, ProviderContext context, String id, Secret secret) {
    RestClient client =
        new RestClient(
            VerdaProvider.ID,
            values.confidentialAddress("url"),
            Optional.of(Credential.signing(secret)),
            RestLimits.STANDARD.whole(values.duration("time-limit")),
            Patience.standard());
    Login login = new Login(client, id, secret, values.context().clock());
    return new VerdaProvider(login, provisioner(login, context), context.clock());
  }

  private static Optional<Provisioner> provisioner(Login login, ProviderContext context) {
    return MachineSettings.unlessOff(
        context,
        NAME,
        () ->
            MachineSettings.machines(
                VerdaProvider.ID,
                new VerdaMachines(
                    login,
                    new Images(context.clock()),
                    context.setting(SSH_KEY).map(String::strip)),
                context));
  }
}
