package io.tradewind.server.testing;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.AccountKind.Grant;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A seller whose list anybody may read, and at which machines are started with an account alone;
 * none unless a test switches it on.
 */
public class MallFactory implements ProviderFactory {
  @Override
  public String name() {
    return "test-mall";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("enabled", "true for tests of accounts.", "false", false),
        new Setting("floor", "Whatever the operator says.", "ground", false),
        new Setting("api-key", "Of an account.", "", true),
        new Setting("wing", "Where in the mall.", "", false),
        new Setting("broker", "Marks machines.", "nobody", false),
        new Setting("badge", "Demanded beside the broker.", "", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    Optional<String> key = context.setting("api-key");
    if (key.isPresent()) {
      return List.of(Mall.account(context, key.get()));
    }
    boolean enabled = context.setting("enabled").map(Boolean::parseBoolean).orElse(false);
    return enabled ? List.of(Mall.list(context.clock())) : List.of();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    boolean enabled = operator.setting("enabled").map(Boolean::parseBoolean).orElse(false);
    return enabled ? Optional.of(kind()) : Optional.empty();
  }

  private static AccountKind kind() {
    return new AccountKind(
            Mall.SELLER,
            "The Mall",
            List.of(
                new Field("api-key", "API key", "What opens the mall.", Form.SECRET, true, ""),
                new Field("wing", "Wing", "Where in the mall.", Form.TEXT, false, "east")),
            Set.of("floor"),
            "broker",
            Optional.of("badge"),
            names ->
                List.of(
                    new Grant(
                        "To paste",
                        "let %s in with %s".formatted(names.broker(), names.externalId()))))
        .withGangs();
  }
}
