package io.tradewind.rest;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is told of a reply that was not as expected: the call, the status and the beginning of the
 * body, on one line and without the key.
 */
record Evidence(Call call, Optional<Credential> credential) {
  private static final int LONGEST = 200;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

  String of(String what) {
    return clean("%s %s %s.".formatted(call.method(), call.path(), what));
  }

  String of(String what, String body) {
    String begin = shortened(clean(UNPRINTABLE.matcher(body).replaceAll(" ").strip()));
    String shown = begin.isEmpty() ? "an empty body" : "'%s'".formatted(begin);
    return clean("%s %s %s: %s".formatted(call.method(), call.path(), what, shown));
  }

  String clean(String text) {
    return credential.map(known -> known.hiddenIn(text)).orElse(text);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
