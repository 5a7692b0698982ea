package io.tradewind.rest;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.AccountKind.Grant;
import io.tradewind.api.AdapterContext;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What adapters that start machines over plain REST declare alike. */
public final class MachineSettings {
  private static final String BROKER = "broker";
  private static final String PROVISION = "provision";

  private MachineSettings() {}

  /** What begins the name of every machine. */
  public static Setting broker() {
    return new Setting(
        BROKER,
        "Begins the name of every machine. Two brokers in one account need two names: each ends"
            + " machines of its own that it knows no lease of.",
        "tradewind",
        false);
  }

  /** For lists that are read with the credentials that machines are started with. */
  public static Setting provision() {
    return new Setting(
        PROVISION,
        "Whether machines are started with these credentials: auto, which is yes, or off.",
        "auto",
        false);
  }

  /** Empty where machines are only listed. */
  public static Optional<Provisioner> unlessOff(
      AdapterContext context, String adapter, Supplier<Provisioner> machines) {
    String said = context.setting(PROVISION).orElse("auto").strip();
    return switch (said) {
      case "auto" -> Optional.of(machines.get());
      case "off" -> Optional.empty();
      default ->
          throw new IllegalArgumentException(
              "The setting tradewind.%s.%s is '%s'. Write auto or off."
                  .formatted(adapter, PROVISION, said));
    };
  }

  /** For lists that need no key, of a seller whose machines do. */
  public static Setting key() {
    return new Setting(
        "api-key", "The API key; without one machines are listed and not started.", "", true);
  }

  /** The setting of a key, as an organization gives it. */
  public static Field keyField() {
    return new Field("api-key", "API key", "What the API is called with.", Form.SECRET, true, "");
  }

  /**
   * How an account is connected.
   *
   * @param grant how to get a key that may do the least
   */
  public static Optional<AccountKind> account(
      ProviderId seller, String title, List<Field> fields, String grant) {
    return Optional.of(
        new AccountKind(
            seller,
            title,
            fields,
            Set.of("enabled", "url", "machines-url", "time-limit"),
            BROKER,
            Optional.empty(),
            names -> List.of(new Grant("The key", grant))));
  }

  public static NamedMachines machines(
      ProviderId provider, NamedMachines.Api api, ProviderContext context) {
    return new NamedMachines(
        provider, api, context.setting(BROKER).orElse("").strip(), context.clock());
  }
}
