package io.tradewind.api;

import java.util.regex.Pattern;

/**
 * Machines of one workload that begin and end together. Each is a lease of its own; at a provider
 * that claims {@link Capability#PRIVATE_NETWORK} they reach each other on any port, and no machine
 * of anybody else's reaches them.
 *
 * @param name the same for all of them, and for no other gang: 1 to 40 small letters, digits and
 *     dashes
 * @param nodes how many they are
 * @param close only the fastest network between them will do: they are to be placed together
 */
public record Gang(String name, int nodes, boolean close) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  public Gang {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of a gang. Use 1 to 40 small letters, digits and dashes."
              .formatted(name));
    }
    if (nodes < 2) {
      throw new IllegalArgumentException(
          "A gang of %d is none. One machine needs no gang.".formatted(nodes));
    }
  }
}
