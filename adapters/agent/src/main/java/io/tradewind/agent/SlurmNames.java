package io.tradewind.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Names of nodes as Slurm writes them: {@code gpu[1-3,07],login1}. */
final class SlurmNames {
  private SlurmNames() {}

  /** Each by itself; empty for none. */
  static List<String> of(String text) {
    List<String> names = new ArrayList<>();
    for (String word : text.strip().split(",(?![^\\[]*\\])")) {
      names.addAll(expanded(word));
    }
    names.removeIf(String::isEmpty);
    return names;
  }

  private static List<String> expanded(String word) {
    int open = word.indexOf('[');
    int close = word.indexOf(']', Math.max(0, open));
    if (open < 0 || close < 0) {
      return List.of(word);
    }
    List<String> names = new ArrayList<>();
    for (String range : word.substring(open + 1, close).split(",")) {
      for (String number : numbers(range)) {
        expanded(word.substring(close + 1))
            .forEach(rest -> names.add(word.substring(0, open) + number + rest));
      }
    }
    return names;
  }

  /** As wide as they are written: after 08 comes 09. */
  private static List<String> numbers(String range) {
    if (!range.matches("\\d{1,6}-\\d{1,6}")) {
      return List.of(range);
    }
    String[] ends = range.split("-");
    return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
        .mapToObj(number -> String.format("%0" + ends[0].length() + "d", number))
        .toList();
  }
}
