package io.tradewind.api;

/**
 * Names one offer for as long as its feed lists it. Stable over polls: the same machine at the same
 * place and capacity type keeps its id while its price moves.
 */
public record OfferId(String value) implements Comparable<OfferId> {
  public OfferId {
    if (value.isBlank() || value.length() > 300) {
      throw new IllegalArgumentException(
          "An offer id has 1 to 300 characters; '%s' has %d.".formatted(value, value.length()));
    }
  }

  @Override
  public int compareTo(OfferId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
