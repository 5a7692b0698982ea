package io.tradewind.adapters.vultr;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.FeedSettings;
import io.tradewind.rest.MachineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    settings.add(MachineSettings.key());
    settings.add(
        new Setting(
            IMAGE,
            "The id of an image of the marketplace that has the driver for GPUs; without one no"
                + " machine with a GPU is started.",
            "",
            false));
    settings.add(MachineSettings.broker());
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
    return MachineSettings.account(
        VultrProvider.ID,
        "Vultr",
        List.of(
            MachineSettings.keyField(),
            new Field(
                IMAGE,
                "Image for GPUs",
                "The id of an image of the marketplace that has the driver; without one no"
                    + " machine with a GPU is started.",
                Form.TEXT,
                false,
                "")),
        "Make a user of the account with the permissions \"Manage servers\" and"
            + " \"Deploy new servers\" alone, enable its API, and allow this"
            + " broker's address under Access Control.\n");
  }

  private static Optional<Provisioner> provisioner(FeedSettings settings, ProviderContext context) {
    return settings
        .keyedClient(VultrProvider.ID, "Authorization", "Bearer ")
        .map(
            client ->
                MachineSettings.machines(
                    VultrProvider.ID,
                    new VultrMachines(client, context.setting(IMAGE).map(String::strip)),
                    context));
  }
}
