package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures and names as a table shows them. Exact figures are in {@code --output json}. */
final class Text {
  private static final String NONE = "-";
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

  private Text() {}

  static String of(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? NONE : value.asText();
  }

  /** Four places from a hundredth on, four significant digits below. */
  static String money(JsonNode money) {
    if (!money.hasNonNull("amount")) {
      return NONE;
    }
    BigDecimal amount = new BigDecimal(money.path("amount").asText());
    boolean small = amount.abs().compareTo(new BigDecimal("0.01")) < 0 && amount.signum() != 0;
    BigDecimal shown =
        small
            ? amount.round(new java.math.MathContext(4, RoundingMode.HALF_EVEN))
            : amount.setScale(4, RoundingMode.HALF_EVEN);
    return shown.toPlainString() + " " + money.path("currency").asText();
  }

  static String moneys(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(money -> all.add(money(money)));
    return all.isEmpty() ? NONE : String.join(" + ", all);
  }

  static String number(JsonNode number, int places) {
    return number.isNumber()
        ? number.decimalValue().setScale(places, RoundingMode.HALF_EVEN).toPlainString()
        : NONE;
  }

  /** Such as {@code H100:8}. */
  static String accelerators(JsonNode offer) {
    JsonNode set = offer.path("accelerator");
    return set.hasNonNull("model")
        ? set.path("model").asText() + ":" + number(set.path("count"), 3).replaceAll("\\.?0+$", "")
        : NONE;
  }

  /** To the second, in UTC. */
  static String moment(JsonNode node, String field) {
    return of(node, field).replaceAll("\\.\\d+Z$", "Z");
  }

  /** Of a workload's file, such as {@code 6h}; empty for what is written otherwise. */
  static Optional<Duration> duration(String text) {
    Matcher read = DURATION.matcher(text);
    if (!read.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(read.group(1));
    return Optional.of(
        switch (read.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  /** Names come from elsewhere: what would steer the terminal is left out. */
  static String plain(String text) {
    return text.codePoints()
        .filter(it -> !Character.isISOControl(it))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
