package io.tradewind.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How an organization connects an account of its own with a seller: the same factory, asked with
 * other settings. Whatever is neither one of the {@code fields} nor {@code inherited} has its
 * declared default, so that no account ever works with the operator's credentials.
 *
 * @param seller whose offers can be leased through such an account
 * @param title as people call the seller
 * @param fields settings that the organization gives
 * @param inherited settings that are the operator's own, such as addresses and time limits; a field
 *     of this key comes first
 * @param mark the setting that tells the machines of this broker from those of others in the same
 *     account; the server sets it
 * @param externalId the setting that the server fills with a name of the organization's, which
 *     whoever trusts this broker demands beside it; empty where nobody trusts it
 * @param grants what to paste at the seller's, least first
 * @param gangs whether machines in such an account are one network: its provider claims {@link
 *     Capability#PRIVATE_NETWORK}
 */
public record AccountKind(
    ProviderId seller,
    String title,
    List<Field> fields,
    Set<String> inherited,
    String mark,
    Optional<String> externalId,
    Function<Names, List<Grant>> grants,
    boolean gangs) {
  public AccountKind(
      ProviderId seller,
      String title,
      List<Field> fields,
      Set<String> inherited,
      String mark,
      Optional<String> externalId,
      Function<Names, List<Grant>> grants) {
    this(seller, title, fields, inherited, mark, externalId, grants, false);
  }

  /** Where machines of a gang reach each other. */
  public AccountKind withGangs() {
    return new AccountKind(seller, title, fields, inherited, mark, externalId, grants, true);
  }

  public AccountKind {
    fields = List.copyOf(fields);
    inherited = Set.copyOf(inherited);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "An account at %s has no settings. Name at least its credentials.".formatted(seller));
    }
  }

  /**
   * A setting that an organization gives.
   *
   * @param key of the factory's settings
   * @param label in a form
   * @param example of a value; empty for a secret
   */
  public record Field(
      String key, String label, String meaning, Form form, boolean required, String example) {}

  /** What a setting is. */
  public enum Form {
    TEXT,
    /** Kept sealed, and never shown again. */
    SECRET,
    /** A file that the operator has put there for the organization; never what somebody pastes. */
    FILE
  }

  /**
   * What the server calls itself in an organization's account.
   *
   * @param broker marks machines; small letters, digits and dashes
   * @param externalId demanded beside the broker's own identity
   */
  public record Names(String broker, String externalId) {}

  /** A text to paste, and where. */
  public record Grant(String title, String text) {}
}
