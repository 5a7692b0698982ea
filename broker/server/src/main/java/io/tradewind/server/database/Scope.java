package io.tradewind.server.database;

import java.util.Optional;
import java.util.UUID;

/**
 * In whose name a transaction reads and writes. The database shows it the rows of that organization
 * alone; those of all to the broker; and none to nobody.
 */
public final class Scope {
  /** The broker's own work, which is for everybody: leases, meters, feeds, sign-in. */
  public static final Scope BROKER = new Scope("broker", Optional.empty());

  /** A caller who belongs to no organization. */
  public static final Scope NOBODY = new Scope("", Optional.empty());

  private final String text;
  private final Optional<UUID> organization;

  private Scope(String text, Optional<UUID> organization) {
    this.text = text;
    this.organization = organization;
  }

  public static Scope of(UUID organization) {
    return new Scope(organization.toString(), Optional.of(organization));
  }

  public Optional<UUID> organization() {
    return organization;
  }

  /**
   * Several statements in one message, for the rest of the transaction.
   *
   * @param attribution at whose wish it is
   */
  String statement(Optional<Attribution> attribution) {
    String tenant = "set local tradewind.tenant = '" + text + "'";
    return attribution.map(it -> tenant + "; " + it.statement()).orElse(tenant);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scope scope && text.equals(scope.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "nobody" : text;
  }
}
