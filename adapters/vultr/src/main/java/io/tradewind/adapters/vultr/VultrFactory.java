package io.tradewind.adapters.vultr;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.AccountKind.Grant;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.FeedSettings;
import io.tradewind.rest.NamedMachines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the feed of Vultr's public plans, which with a key starts machines as well. */
public final class VultrFactory implements ProviderFactory {
  private static final String NAME = "vultr";
  private static final String IMAGE = "accelerated-image";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyless("https://api.vultr.com"));
    settings.add(
        new Setting(
            "api-key", "The API key; without one machines are listed and not started.", "", true));
    settings.add(
        new Setting(
            IMAGE,
            "The id of an image of the marketplace that has the driver for GPUs; without one no"
                + " machine with a GPU is started.",
            "",
            false));
    settings.add(
        new Setting(
            "broker",
            "Begins the label of every machine. Two brokers in one account need two names: each"
                + " ends machines of its own that it knows no lease of.",
            "tradewind",
            false));
    return settings;
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    FeedSettings settings = new FeedSettings(NAME, context);
    return settings.keylessClient(VultrProvider.ID).stream()
        .<Provider>map(
            client -> new VultrProvider(client, provisioner(settings, context), context.clock()))
        .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return Optional.of(
        new AccountKind(
            VultrProvider.ID,
            "Vultr",
            List.of(
                new Field(
                    "api-key", "API key", "What the API is called with.", Form.SECRET, true, ""),
                new Field(
                    IMAGE,
                    "Image for GPUs",
                    "The id of an image of the marketplace that has the driver; without one no"
                        + " machine with a GPU is started.",
                    Form.TEXT,
                    false,
                    "")),
            Set.of("enabled", "url", "time-limit"),
            "broker",
            Optional.empty(),
            names ->
                List.of(
                    new Grant(
                        "The key",
                        "Make a user of the account with the permissions \"Manage servers\" and"
                            + " \"Deploy new servers\" alone, enable its API, and allow this"
                            + " broker's address under Access Control.\n"))));
  }

  private static Optional<Provisioner> provisioner(FeedSettings settings, ProviderContext context) {
    return settings
        .keyedClient(VultrProvider.ID, "Authorization", "Bearer ")
        .map(
            client ->
                new NamedMachines(
                    VultrProvider.ID,
                    new VultrMachines(client, context.setting(IMAGE).map(String::strip)),
                    context.setting("broker").orElse("").strip(),
                    context.clock()));
  }
}
