package io.tradewind.api;

/** An electricity grid area: a country code, or a part of a country such as {@code US-CAL-CISO}. */
public record GridZone(String code) {
  public static final GridZone WORLD = new GridZone("WORLD");

  public GridZone {
    if (code.isBlank()) {
      throw new IllegalArgumentException("A grid zone needs a code such as DE or US-CAL-CISO.");
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
