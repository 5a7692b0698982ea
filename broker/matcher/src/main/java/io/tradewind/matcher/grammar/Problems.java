package io.tradewind.matcher.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is wrong with one file, gathered while it is read. */
final class Problems {
  private static final int MOST = 50;
  private static final int LONGEST_QUOTE = 60;

  private final List<Problem> found = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void add(String field, String message, String advice) {
    if (found.size() < MOST) {
      found.add(new Problem(field, message, advice));
    }
  }

  void note(String format, Object... arguments) {
    notes.add(String.format(Locale.ROOT, format, arguments));
  }

  List<Problem> found() {
    return found;
  }

  List<String> notes() {
    return notes;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** A value as it can be shown: quoted, one line, never long. */
  static String quoted(@Nullable Object value) {
    String text = String.valueOf(value).replaceAll("\\s+", " ");
    return text.length() <= LONGEST_QUOTE
        ? "'" + text + "'"
        : "'" + text.substring(0, LONGEST_QUOTE) + "…'";
  }
}
