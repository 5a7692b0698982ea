package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.AdapterFactory;
import io.tradewind.api.ProviderFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values that must never be seen, and a way to look for them. */
final class Secrecy {
  private final List<String> secrets;

  Secrecy(AdapterFactory factory, Map<String, String> settings) {
    secrets =
        factory.settings().stream()
            .filter(ProviderFactory.Setting::secret)
            .map(setting -> settings.getOrDefault(setting.key(), ""))
            .filter(value -> !value.isBlank())
            .collect(Collectors.toCollection(ArrayList::new));
  }

  /** From now on these are secrets as well. */
  void includes(String... more) {
    secrets.addAll(List.of(more));
  }

  void isKeptBy(Object shown) {
    String text = shown instanceof Throwable thrown ? stackTrace(thrown) : String.valueOf(shown);
    for (String secret : secrets) {
      // The text is not part of the message: a failing test must not show the secret either.
      assertThat(text.contains(secret))
          .as("a secret is shown by a %s", shown.getClass().getSimpleName())
          .isFalse();
    }
  }

  /** Messages of the whole chain of causes and of what was suppressed. */
  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
