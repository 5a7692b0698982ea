package io.tradewind.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as Kubernetes writes them, such as {@code 1500m}, {@code 8Gi} and {@code 64G}. */
final class KubernetesQuantity {
  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(m|k|[KMGTPE]i?)?");
  private static final List<String> PREFIXES = List.of("k", "M", "G", "T", "P", "E");
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024L * 1024);

  private KubernetesQuantity() {}

  /**
   * @throws IllegalArgumentException when it is no amount
   */
  static BigDecimal of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is no amount of Kubernetes'.".formatted(text));
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String unit = matcher.group(2);
    if (unit == null) {
      return number;
    }
    if (unit.equals("m")) {
      return number.movePointLeft(3);
    }
    int power = PREFIXES.indexOf(unit.startsWith("K") ? "k" : unit.substring(0, 1)) + 1;
    return number.multiply(BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000).pow(power));
  }

  static long mebibytes(String text) {
    return of(text).divide(MEBIBYTE, RoundingMode.FLOOR).longValue();
  }
}
