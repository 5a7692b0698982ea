package io.tradewind.adapters.hyperstack;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.FeedSettings;
import io.tradewind.rest.MachineSettings;
import io.tradewind.rest.RestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the feed of Hyperstack, when there is a key to read it with. */
public final class HyperstackFactory implements ProviderFactory {
  private static final String NAME = "hyperstack";
  private static final String SSH_KEY = "ssh-key";
  private static final String ENVIRONMENT = "environment";
  private static final String USUAL_ENVIRONMENT = "default-{region}";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings =
        new ArrayList<>(FeedSettings.keyed("https://infrahub-api.nexgencloud.com"));
    settings.add(
        new Setting(
            SSH_KEY,
            "The name of a keypair of the environment, without which Hyperstack starts no machine;"
                + " {region} in it stands for the region. Without it machines are only listed.",
            "",
            false));
    settings.add(
        new Setting(
            ENVIRONMENT,
            "The environment that machines are made in; {region} in it stands for the region.",
            USUAL_ENVIRONMENT,
            false));
    settings.add(MachineSettings.broker());
    return settings;
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(HyperstackProvider.ID, "api_key", "").stream()
            .<Provider>map(
                client ->
                    new HyperstackProvider(client, provisioner(client, context), context.clock()))
            .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        HyperstackProvider.ID,
        "Hyperstack",
        List.of(
            MachineSettings.keyField(),
            new Field(
                SSH_KEY,
                "Keypair",
                "The name of a keypair of the environment; Hyperstack starts no machine without"
                    + " one. Nothing signs in with it. {region} in it stands for the region.",
                Form.TEXT,
                true,
                "tradewind"),
            new Field(
                ENVIRONMENT,
                "Environment",
                "Where machines are made; {region} in it stands for the region.",
                Form.TEXT,
                false,
                USUAL_ENVIRONMENT)),
        "Make a role that may list, create and delete virtual machines and list images, flavors"
            + " and the price book, and nothing else; and an API key of a member who has no other"
            + " role.\n"
            + "Make a keypair in each environment that machines are to be made in; nothing needs"
            + " its private half.\n");
  }

  private static Optional<Provisioner> provisioner(RestClient client, ProviderContext context) {
    return context
        .setting(SSH_KEY)
        .map(String::strip)
        .map(
            key ->
                MachineSettings.machines(
                    HyperstackProvider.ID,
                    new HyperstackMachines(
                        client,
                        new Images(context.clock()),
                        context.setting(ENVIRONMENT).orElse(USUAL_ENVIRONMENT).strip(),
                        key),
                    context));
  }
}
