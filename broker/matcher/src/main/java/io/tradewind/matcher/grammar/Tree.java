package io.tradewind.matcher.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One map of the file. It remembers which keys were asked for, so that at the end every other key
 * is a problem: nothing is ignored silently.
 */
final class Tree {
  private static final int MOST_ITEMS = 1_000;
  private static final int LONGEST_TEXT = 1_000_000;

  private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
  private final String path;
  private final Problems problems;
  private final Set<String> asked = new TreeSet<>();

  private Tree(Map<?, ?> map, String path, Problems problems) {
    this.path = path;
    this.problems = problems;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      entries.put(nameOf(entry.getKey()), entry.getValue());
    }
  }

  static Tree root(Map<?, ?> map, Problems problems) {
    return new Tree(map, "", problems);
  }

  /** Empty, with a problem, when the value is no map. */
  static Optional<Tree> of(@Nullable Object value, String path, Problems problems) {
    if (value instanceof Map<?, ?> map) {
      return Optional.of(new Tree(map, path, problems));
    }
    wrongType(problems, path, value, "a map of keys and values");
    return Optional.empty();
  }

  static void wrongType(Problems problems, String path, @Nullable Object value, String wanted) {
    if (value == null) {
      problems.add(path, "It is empty.", "Give " + wanted + ", or leave the key out.");
    } else {
      problems.add(
          path, "%s is not %s.".formatted(Problems.quoted(value), wanted), "Give " + wanted + ".");
    }
  }

  Problems problems() {
    return problems;
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String path() {
    return path;
  }

  boolean has(String key) {
    asked.add(key);
    return entries.containsKey(key);
  }

  @Nullable Object raw(String key) {
    asked.add(key);
    return entries.get(key);
  }

  void problem(String key, String message, String advice) {
    problems.add(path(key), message, advice);
  }

  Optional<Tree> map(String key) {
    return has(key) ? of(raw(key), path(key), problems) : Optional.empty();
  }

  /** A text, or a number as it would be written. */
  Optional<String> text(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    Object value = raw(key);
    if (value instanceof String text && text.length() <= LONGEST_TEXT) {
      return passable(key, text);
    }
    if (value instanceof Number number) {
      return Optional.of(number.toString());
    }
    wrongType(problems, path(key), value, "text of at most a million letters");
    return Optional.empty();
  }

  /** No program, argument or variable can hold a NUL, and no database stores one. */
  Optional<String> passable(String key, String text) {
    if (text.indexOf('\0') < 0) {
      return Optional.of(text);
    }
    problem(key, "It holds a NUL character.", "Take the NUL out; encode binary data as base64.");
    return Optional.empty();
  }

  /** A text that says something. */
  Optional<String> words(String key) {
    Optional<String> text = text(key).map(String::strip);
    if (text.isPresent() && text.get().isEmpty()) {
      problem(key, "It is empty.", "Give a value, or leave the key out.");
      return Optional.empty();
    }
    return text;
  }

  OptionalInt integer(String key, int least, int most) {
    OptionalDouble number = number(key, least, most);
    if (number.isPresent() && number.getAsDouble() != Math.rint(number.getAsDouble())) {
      problem(key, "It is not a whole number.", "Give a whole number.");
      return OptionalInt.empty();
    }
    return number.isPresent() ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
  }

  OptionalDouble number(String key, double least, double most) {
    if (!has(key)) {
      return OptionalDouble.empty();
    }
    Object value = raw(key);
    OptionalDouble number = Amounts.number(value);
    if (number.isEmpty()) {
      wrongType(problems, path(key), value, "a number");
      return OptionalDouble.empty();
    }
    if (!(number.getAsDouble() >= least && number.getAsDouble() <= most)) {
      problem(
          key,
          "%s is outside %s to %s.".formatted(value, plain(least), plain(most)),
          "Give a number within it.");
      return OptionalDouble.empty();
    }
    return number;
  }

  Optional<Boolean> flag(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    Object value = raw(key);
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    wrongType(problems, path(key), value, "true or false");
    return Optional.empty();
  }

  /** One of several words, any case, '-' and '_' alike. */
  <E> Optional<E> choice(String key, Map<String, E> choices) {
    Optional<String> text = words(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    E chosen = choices.get(Amounts.word(text.get()));
    if (chosen == null) {
      problem(
          key,
          "%s is unknown here.".formatted(Problems.quoted(text.get())),
          Spelling.advice(text.get(), choices.keySet()));
    }
    return Optional.ofNullable(chosen);
  }

  /** The items of a list, or a single value as a list of one. */
  List<Item> items(String key) {
    if (!has(key)) {
      return List.of();
    }
    Object value = raw(key);
    if (!(value instanceof List<?> list)) {
      return List.of(new Item(path(key), value));
    }
    if (list.size() > MOST_ITEMS) {
      problem(
          key,
          "It has %d items.".formatted(list.size()),
          "At most %d can be read.".formatted(MOST_ITEMS));
      return List.of();
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      items.add(new Item(path(key) + "[" + i + "]", list.get(i)));
    }
    return items;
  }

  /** The non-blank texts of a list. */
  List<Item> texts(String key) {
    List<Item> texts = new ArrayList<>();
    for (Item item : items(key)) {
      if (item.value() instanceof String text && !text.isBlank() && text.length() < 300) {
        texts.add(new Item(item.path(), text.strip()));
      } else {
        wrongType(problems, item.path(), item.value(), "a name");
      }
    }
    return texts;
  }

  /** Every key, for maps whose keys are the user's own. */
  Set<String> keys() {
    asked.addAll(entries.keySet());
    return new LinkedHashSet<>(entries.keySet());
  }

  /** Makes a problem of every key that nobody asked for. */
  void nothingElse() {
    for (String key : entries.keySet()) {
      if (!asked.contains(key)) {
        problem(
            key,
            "The key %s is unknown here.".formatted(Problems.quoted(key)),
            OtherTools.advice(key).orElseGet(() -> Spelling.advice(key, asked)));
      }
    }
  }

  /** A value and where it stands. */
  record Item(String path, @Nullable Object value) {
    String text() {
      return String.valueOf(value);
    }
  }

  /** YAML 1.1 reads the bare word {@code on} as true. */
  private static String nameOf(@Nullable Object key) {
    return Boolean.TRUE.equals(key) ? "on" : String.valueOf(key);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
