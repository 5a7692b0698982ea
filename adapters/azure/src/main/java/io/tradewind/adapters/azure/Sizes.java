package io.tradewind.adapters.azure;

import io.tradewind.api.InstanceType;
import io.tradewind.rest.ShapeTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names of Azure's machine sizes, and the bundled table of those with accelerators. */
final class Sizes {
  /** Whatever has an accelerator. */
  static final String ACCELERATED = "nc,ncc,nd,ng,np,nv";

  private static final String PREFIX = "standard_";
  private static final Map<String, InstanceType> TABLE = table();

  private Sizes() {}

  /** The accelerated shape of this name; Azure's interfaces differ in how they write letters. */
  static Optional<InstanceType> find(String size) {
    return Optional.ofNullable(TABLE.get(key(size)));
  }

  /** The same for every spelling of a name. */
  static String key(String size) {
    return size.strip().toLowerCase(Locale.ROOT);
  }

  /** {@code nd} of {@code Standard_ND96isr_H100_v5}; empty for what is no standard size. */
  static String family(String size) {
    String key = key(size);
    if (!key.startsWith(PREFIX)) {
      return "";
    }
    String bare = key.substring(PREFIX.length());
    int end = 0;
    while (end < bare.length() && Character.isLetter(bare.charAt(end))) {
      end++;
    }
    return bare.substring(0, end);
  }

  /** Whether a size has an accelerator, told or not: Azure keeps the letter N for them. */
  static boolean isAccelerated(String size) {
    return family(size).startsWith("n");
  }

  /** What the price list is asked for, one question each: {@code Standard_N}. */
  static Set<String> beginnings(Set<String> families) {
    return families.stream()
        .map(family -> "Standard_" + family.substring(0, 1).toUpperCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<String> families(String text) {
    Set<String> families =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    if (families.isEmpty() || !families.stream().allMatch(it -> it.matches("[a-z]{1,4}"))) {
      throw new IllegalArgumentException(
          "The setting tradewind.azure.families is '%s'. Write letters such as %s."
              .formatted(text, ACCELERATED));
    }
    return families;
  }

  private static Map<String, InstanceType> table() {
    Map<String, InstanceType> table = new HashMap<>();
    ShapeTable.beside(Sizes.class, "gpu-shapes.csv")
        .rows()
        .forEach(row -> table.put(key(row.type().name()), row.type()));
    return table;
  }
}
