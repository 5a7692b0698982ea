package io.tradewind.api;

/** The seller's own name of a place, {@code aws/eu-west-1}; a zone is named by the offer. */
public record Region(ProviderId provider, String name) implements Comparable<Region> {
  public Region {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "A region name of %s is blank. Maybe the feed moved its region field."
              .formatted(provider));
    }
  }

  public static Region of(String provider, String name) {
    return new Region(ProviderId.of(provider), name);
  }

  // What a record is given by itself goes through method handles: too slow for keys of hot maps.
  @Override
  public boolean equals(Object other) {
    return other instanceof Region region
        && region.name.equals(name)
        && region.provider.equals(provider);
  }

  @Override
  public int hashCode() {
    return 31 * provider.hashCode() + name.hashCode();
  }

  @Override
  public int compareTo(Region other) {
    int byProvider = provider.compareTo(other.provider);
    return byProvider != 0 ? byProvider : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return provider + "/" + name;
  }
}
