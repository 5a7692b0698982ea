package io.tradewind.adapters.aws;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which instance types are listed, by the letters before the generation: {@code p} is P4, P5, P6
 * and their variants, {@code g} is not {@code gr}.
 */
record Families(Set<String> letters) {
  /** Whatever has an accelerator of its own. */
  static final String ACCELERATED = "p,g,gr,trn,inf,f,dl";

  Families {
    letters = Set.copyOf(letters);
    if (letters.isEmpty() || !letters.stream().allMatch(it -> it.matches("[a-z]{1,8}"))) {
      throw new IllegalArgumentException(
          "The families are %s. Give letters such as %s.".formatted(letters, ACCELERATED));
    }
  }

  static Families of(String text) {
    return new Families(
        new TreeSet<>(
            Arrays.stream(text.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList()));
  }

  /** For the filter {@code instance-type}, which may let more through than {@link #contains}. */
  List<String> patterns() {
    return letters.stream().sorted().map(it -> it + "*").toList();
  }

  boolean contains(String instanceType) {
    return letters.contains(lettersOf(instanceType));
  }

  /** Whether a type has an accelerator, told or not. */
  static boolean areAccelerated(String instanceType) {
    return of(ACCELERATED).contains(instanceType);
  }

  /** {@code p6-b200.48xlarge} is of the family {@code p}. */
  static String lettersOf(String instanceType) {
    int end = 0;
    while (end < instanceType.length() && Character.isLetter(instanceType.charAt(end))) {
      end++;
    }
    return instanceType.substring(0, end);
  }
}
