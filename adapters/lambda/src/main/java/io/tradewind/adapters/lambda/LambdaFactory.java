package io.tradewind.adapters.lambda;

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

/** Makes the feed of Lambda Cloud, when there is a key to read it with. */
public final class LambdaFactory implements ProviderFactory {
  private static final String NAME = "lambda";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyed("https://cloud.lambda.ai"));
    settings.add(
        new Setting(
            "ssh-key",
            "The name of an SSH key in the account, without which Lambda starts no machine. Without"
                + " it machines are only listed.",
            "",
            false));
    settings.add(MachineSettings.broker());
    return settings;
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return new FeedSettings(NAME, context)
        .keyedClient(LambdaProvider.ID, "Authorization", "Bearer ").stream()
            .<Provider>map(
                client -> new LambdaProvider(client, provisioner(client, context), context.clock()))
            .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        LambdaProvider.ID,
        "Lambda",
        List.of(
            MachineSettings.keyField(),
            new Field(
                "ssh-key",
                "SSH key name",
                "The name of an SSH key in the account; Lambda starts no machine without one."
                    + " Nothing signs in with it.",
                Form.TEXT,
                true,
                "laptop")),
        "Make a key under API keys, for a team that nothing else runs in where you can: Lambda's"
            + " keys know no smaller rights.\n");
  }

  private static Optional<Provisioner> provisioner(RestClient client, ProviderContext context) {
    return context
        .setting("ssh-key")
        .map(String::strip)
        .map(
            key ->
                MachineSettings.machines(
                    LambdaProvider.ID, new LambdaMachines(client, key), context));
  }
}
