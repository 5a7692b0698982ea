package io.tradewind.adapters.shadeform;

import io.tradewind.api.AccountKind;
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

/** Makes the feed of Shadeform, when there is a key to read it with. */
public final class ShadeformFactory implements ProviderFactory {
  private static final String NAME = "shadeform";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyed("https://api.shadeform.ai"));
    settings.add(MachineSettings.provision());
    settings.add(MachineSettings.broker());
    return settings;
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(ShadeformProvider.ID, "X-API-KEY", "").stream()
            .<Provider>map(
                client ->
                    new ShadeformProvider(client, provisioner(client, context), context.clock()))
            .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        ShadeformProvider.ID,
        "Shadeform",
        List.of(MachineSettings.keyField()),
        "Make a key under Settings, API, for an account that nothing else runs in where you can:"
            + " Shadeform's keys know no smaller rights. What can be spent is what is in the"
            + " account's wallet.\n");
  }

  private static Optional<Provisioner> provisioner(RestClient client, ProviderContext context) {
    return MachineSettings.unlessOff(
        context,
        NAME,
        () ->
            MachineSettings.machines(ShadeformProvider.ID, new ShadeformMachines(client), context));
  }
}
