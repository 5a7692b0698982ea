package io.tradewind.adapters.azure;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.AccountKind.Grant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How an organization connects a subscription at Azure. Never by the identity of the broker's own
 * machine, which may have rights of the operator's.
 */
final class AzureAccount {
  private static final String COMMANDS =
      """
      az role definition create --role-definition role.json
      az ad sp create-for-rbac --name tradewind --role Tradewind --scopes /subscriptions/SUBSCRIPTION
      """;

  static final AccountKind KIND =
      new AccountKind(
              AzureProvider.ID,
              "Microsoft Azure",
              List.of(
                  text("subscription", "Subscription", "The id of the subscription."),
                  text(
                      "tenant",
                      "Directory (tenant)",
                      "The id of the directory of the application."),
                  text("client-id", "Application (client)", "The id of the application."),
                  new Field(
                      "client-secret",
                      "Client secret",
                      "A secret of the application, where there is no token file.",
                      Form.SECRET,
                      false,
                      ""),
                  new Field(
                      "token-file",
                      "Workload identity",
                      "A token that vouches for the application, which the operator has put there:"
                          + " file:NAME.",
                      Form.FILE,
                      false,
                      "file:token")),
              Set.of("regions", "retail-url", "time-limit", "reading-limit", "disk-gigabytes"),
              "resource-group",
              Optional.empty(),
              names ->
                  List.of(
                      new Grant("Custom role: role.json", role()),
                      new Grant("Commands, once", COMMANDS)))
          .withGangs();

  private AzureAccount() {}

  static String role() {
    try (InputStream stream = AzureAccount.class.getResourceAsStream("role.json")) {
      if (stream == null) {
        throw new IllegalStateException("role.json is missing from the adapter's jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("role.json cannot be read from the adapter's jar.", e);
    }
  }

  private static Field text(String key, String label, String meaning) {
    return new Field(key, label, meaning, Form.TEXT, true, "00000000-0000-0000-0000-000000000001");
  }
}
