package io.tradewind.server.start;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tradewind.server.config.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;

/**
 * What must be known before the application exists: system properties, environment variables and
 * {@code config/application.properties} of the working directory, in this order of precedence.
 */
record StartSettings(Path home, Optional<DatabaseUrl> database) {
  private static final Path FILE = Path.of("config", "application.properties");

  /**
   * Where the application looks for the file too, below the environment and above its own defaults.
   */
  private static final int FILE_ORDINAL = 260;

  static StartSettings read() {
    var config = config();
    refuseUnknownNames(config);
    var home =
        value(config, "tradewind.home")
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".tradewind"));
    var database =
        value(config, "tradewind.database.url")
            .or(() -> value(config, "quarkus.datasource.reactive.url"))
            .or(() -> value(config, "quarkus.datasource.jdbc.url"))
            .map(DatabaseUrl::parse);
    return new StartSettings(home.toAbsolutePath().normalize(), database);
  }

  private static SmallRyeConfig config() {
    var builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources();
    if (Files.isRegularFile(FILE)) {
      try {
        builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), FILE_ORDINAL));
      } catch (IOException e) {
        throw new StartFailure(
            "The settings in %s cannot be read.".formatted(FILE.toAbsolutePath()), e);
      }
    }
    return builder.build();
  }

  private static void refuseUnknownNames(SmallRyeConfig config) {
    var names = new HashSet<String>();
    for (var source : config.getConfigSources()) {
      if (!(source instanceof EnvConfigSource)) {
        names.addAll(source.getPropertyNames());
      }
    }
    var refusals = SettingNames.ofThisProduct().refusals(names, System.getenv().keySet());
    if (!refusals.isEmpty()) {
      throw new StartFailure(String.join(System.lineSeparator(), refusals));
    }
  }

  private static Optional<String> value(SmallRyeConfig config, String name) {
    return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
  }
}
