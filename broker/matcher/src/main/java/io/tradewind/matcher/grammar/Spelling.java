package io.tradewind.matcher.grammar;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt word may have meant. */
final class Spelling {
  private static final int LONGEST = 40;

  private Spelling() {}

  /** {@code Did you mean X?}, or else what there is. */
  static String advice(String word, Collection<String> known) {
    return closest(word, known)
        .map(likely -> "Did you mean " + likely + "?")
        .orElseGet(() -> "Use one of " + String.join(", ", known) + ".");
  }

  /** The likest known word, if it is like it at all: at most a third of the letters differ. */
  static Optional<String> closest(String word, Collection<String> known) {
    String wanted = word.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty() || wanted.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, wanted.length() / 3);
    return known.stream()
        .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)) <= most)
        .min(
            Comparator.<String>comparingInt(
                    candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  static String list(List<String> words) {
    return String.join(", ", words);
  }

  /** Levenshtein's edit distance in which swapping two neighbours is one step. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
