package io.tradewind.adapters.digitalocean;

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

/** Makes the feed of DigitalOcean, when there is a key to read it with. */
public final class DigitalOceanFactory implements ProviderFactory {
  private static final String NAME = "digitalocean";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyed("https://api.digitalocean.com"));
    settings.add(
        new Setting(
            "ssh-key",
            "The fingerprint of an SSH key in the account, without which no machine with a GPU is"
                + " started. Without it machines are only listed.",
            "",
            false));
    settings.add(MachineSettings.broker());
    return settings;
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(DigitalOceanProvider.ID, "Authorization", "Bearer ").stream()
            .<Provider>map(
                client ->
                    new DigitalOceanProvider(client, provisioner(client, context), context.clock()))
            .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        DigitalOceanProvider.ID,
        "DigitalOcean",
        List.of(
            MachineSettings.keyField(),
            new Field(
                "ssh-key",
                "SSH key fingerprint",
                "The fingerprint of an SSH key in the account; no machine with a GPU is started"
                    + " without one. Nothing signs in with it.",
                Form.TEXT,
                true,
                "3b:16:e4:…")),
        "Make a personal access token with these scopes alone:\n"
            + "  droplet:read droplet:create droplet:delete ssh_key:read tag:read"
            + " tag:create image:read regions:read sizes:read\n");
  }

  private static Optional<Provisioner> provisioner(RestClient client, ProviderContext context) {
    return context
        .setting("ssh-key")
        .map(String::strip)
        .map(
            key ->
                MachineSettings.machines(
                    DigitalOceanProvider.ID, new Droplets(client, key), context));
  }
}
