package io.tradewind.api;

import java.util.Locale;
import java.util.regex.Pattern;

/** Who sells, or which feed tells: a short lower-case name such as {@code aws} or {@code local}. */
public record ProviderId(String value) implements Comparable<ProviderId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  public ProviderId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "The provider id '%s' is not a lower-case name of at most 63 letters, digits, '.', '_' or '-'."
              .formatted(value));
    }
  }

  /** Accepts any case, as users and files write it. */
  public static ProviderId of(String name) {
    return new ProviderId(name.strip().toLowerCase(Locale.ROOT));
  }

  // What a record is given by itself goes through method handles: too slow for keys of hot maps.
  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderId id && id.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(ProviderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
