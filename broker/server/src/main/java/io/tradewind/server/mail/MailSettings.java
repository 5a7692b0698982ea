package io.tradewind.server.mail;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** What the framework's mailer is to be told for {@code tradewind.mail}; nothing without a host. */
public class MailSettings implements ConfigSourceFactory {
  private static final String MAIL = "tradewind.mail.";
  private static final String MAILER = "quarkus.mailer.";

  /** Above the defaults of the application, below what an operator writes. */
  private static final int ORDINAL = 255;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> settings = new TreeMap<>();
    value(context, "host").ifPresent(host -> server(context, settings, host));
    return List.of(new PropertiesConfigSource(settings, "mail", ORDINAL));
  }

  private static void server(
      ConfigSourceContext context, Map<String, String> settings, String host) {
    String security = value(context, "security").orElse("starttls");
    settings.put(MAILER + "mock", "false");
    settings.put(MAILER + "host", host);
    settings.put(MAILER + "tls", Boolean.toString(security.equals("tls")));
    settings.put(MAILER + "start-tls", security.equals("starttls") ? "REQUIRED" : "DISABLED");
    settings.put(MAILER + "keep-alive", "false");
    settings.put(MAILER + "port", value(context, "port").orElseGet(() -> usualPort(security)));
    value(context, "from").ifPresent(it -> settings.put(MAILER + "from", it));
    value(context, "username").ifPresent(it -> settings.put(MAILER + "username", it));
    value(context, "password").ifPresent(it -> settings.put(MAILER + "password", it));
    settings.put(MAILER + "login", value(context, "username").isPresent() ? "REQUIRED" : "NONE");
  }

  private static String usualPort(String security) {
    return security.equals("tls") ? "465" : security.equals("none") ? "25" : "587";
  }

  private static Optional<String> value(ConfigSourceContext context, String name) {
    return Optional.ofNullable(context.getValue(MAIL + name))
        .map(ConfigValue::getValue)
        .filter(it -> !it.isBlank());
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }
}
