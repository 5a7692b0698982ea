package io.tradewind.adapters.nebius;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.MachineSettings;
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
  private static final String PROJECT = "project";
  private static final String PROJECTS_NAME = "tradewind";

  private static final String GRANT =
      """
      1. Make a service account, with an authorized key (RSA).
      2. Add it to the tenant's group "viewers": it looks everywhere.
      3. In each region where machines may be, make a project named "%s" for nothing else, and in it
         a group with an access permit: the role "editor" for this project. Add the service account.
      It changes nothing outside these projects. Where there is none, machines are only listed.
      """
          .formatted(PROJECTS_NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            TENANT, "The tenant whose projects are read; without one this feed is not.", "", false),
        new Setting(ACCOUNT, "The service account that reads and starts.", "", false),
        new Setting(KEY_ID, "The id of its public key.", "", false),
        new Setting(KEY, "Its private key: RSA, PKCS #8, as PEM, in one line or many.", "", true),
        new Setting(
            URL, "One address for all services, in place of SERVICE.api.nebius.cloud.", "", false),
        new Setting(
            "time-limit", "The longest single call, as an ISO 8601 duration.", "PT30S", false),
        new Setting(
            PROJECT,
            "The name of the projects, one a region, that machines are made in; nowhere else.",
            PROJECTS_NAME,
            false),
        MachineSettings.provision(),
        MachineSettings.broker());
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
    return List.of(
        provider(values, context, credentials.stream().map(Optional::orElseThrow).toList()));
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        NebiusProvider.ID,
        "Nebius",
        List.of(
            new Field(
                TENANT, "Tenant", "Whose projects are used.", Form.TEXT, true, "tenant-e00abc"),
            new Field(
                ACCOUNT,
                "Service account",
                "What calls are made as.",
                Form.TEXT,
                true,
                "serviceaccount-e00abc"),
            new Field(
                KEY_ID,
                "Public key",
                "The id of its authorized key.",
                Form.TEXT,
                true,
                "publickey-e00abc"),
            new Field(
                KEY, "Private key", "Of that key: RSA, PKCS #8, as PEM.", Form.SECRET, true, ""),
            new Field(
                PROJECT,
                "Projects",
                "The name of the projects that machines are made in.",
                Form.TEXT,
                false,
                PROJECTS_NAME)),
        GRANT);
  }

  private static Provider provider(
      SettingValues values, ProviderContext context, List<String> credentials) {
    Clock clock = context.clock();
    ServiceAccount account =
        new ServiceAccount(
            credentials.get(1), credentials.get(2), ServiceAccount.key(credentials.get(3)));
    Optional<URI> address = values.text(URL).map(it -> values.confidentialAddress(URL));
    Calls calls =
        new Calls(
            service -> address.orElseGet(() -> address(service)), values.duration("time-limit"));
    Login login = new Login(calls, account, clock);
    NebiusApi api = new NebiusApi(login);
    return new NebiusProvider(
        calls,
        api,
        credentials.get(0),
        machines(values, context, calls, api, credentials.get(0)),
        clock);
  }

  private static Optional<Provisioner> machines(
      SettingValues values, ProviderContext context, Calls calls, NebiusApi api, String tenant) {
    return MachineSettings.unlessOff(
        context,
        NAME,
        () ->
            MachineSettings.machines(
                NebiusProvider.ID,
                new NebiusMachines(
                    api,
                    new Images(api, context.clock()),
                    calls.longestRequest(),
                    tenant,
                    values.text(PROJECT).orElse(PROJECTS_NAME)),
                context));
  }

  private static URI address(String service) {
    return URI.create("https://%s.api.nebius.cloud:443".formatted(service));
  }
}
