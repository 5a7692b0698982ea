package io.tradewind.rest;

import io.tradewind.api.ProviderContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads settings of one adapter; what cannot be is said with its name and what would be right. */
public record SettingValues(String adapter, ProviderContext context) {
  public Optional<String> text(String key) {
    return context.setting(key).map(String::strip).filter(it -> !it.isEmpty());
  }

  /**
   * Names of letters, digits and dashes, separated by commas; at least one. They come in small
   * letters, however they are written.
   *
   * @param example for whoever wrote none
   */
  public List<String> names(String key, String example) {
    String text = text(key).orElse("");
    List<String> parts =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .distinct()
            .toList();
    if (parts.isEmpty() || !parts.stream().allMatch(it -> it.matches("[a-z0-9-]{1,40}"))) {
      throw complaint(key, text, "Write names such as " + example);
    }
    return parts;
  }

  public Optional<Boolean> flag(String key) {
    return text(key)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw complaint(key, text, "Write true or false, or leave it out");
                });
  }

  public int number(String key, int most) {
    String text = text(key).orElse("");
    if (text.matches("\\d{1,6}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw complaint(key, text, "Write a whole number from 0 to " + most);
  }

  public Duration duration(String key) {
    String text = text(key).orElse("");
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(Duration.ZERO) > 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          complaint(key, text, "Write a duration such as PT30S").getMessage(), e);
    }
    throw complaint(key, text, "Write a duration above zero such as PT30S");
  }

  /** An http(s) address without a slash at its end. */
  public URI address(String key) {
    String text = text(key).orElse("");
    try {
      URI address = new URI(text.replaceAll("/+$", ""));
      if (String.valueOf(address.getScheme()).matches("https?") && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          complaint(key, text, "Write an address such as https://api.example.org").getMessage(), e);
    }
    throw complaint(key, text, "Write an address such as https://api.example.org");
  }

  /** An address that credentials are sent to: only over https, or to this machine. */
  public URI confidentialAddress(String key) {
    URI address = address(key);
    boolean isHere = address.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");
    if (!isHere && !"https".equals(address.getScheme())) {
      throw complaint(
          key, address.toString(), "The credentials would travel in the clear: use https");
    }
    return address;
  }

  public IllegalArgumentException complaint(String key, String text, String advice) {
    return new IllegalArgumentException(
        "The setting tradewind.%s.%s is '%s'. %s.".formatted(adapter, key, text, advice));
  }
}
