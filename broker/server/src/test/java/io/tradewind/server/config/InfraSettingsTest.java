package io.tradewind.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the files of {@code infra} set is what the broker reads. */
class InfraSettingsTest {
  private static final Path INFRA = Path.of("..", "..", "infra");
  private static final Pattern FILES =
      Pattern.compile(".*\\.(ya?ml|sh|service|properties|tf)|.*Containerfile");
  private static final Pattern VARIABLE = Pattern.compile("\\bTRADEWIND_[A-Z][A-Z0-9_]+\\b");
  private static final Pattern PROPERTY =
      Pattern.compile("^#?(tradewind\\.[a-z.-]+)=", Pattern.MULTILINE);

  /** For the packed distribution's own start script, and for the command line. */
  private static final Set<String> OF_OTHERS =
      Set.of("TRADEWIND_JAVA_OPTIONS", "TRADEWIND_CLASSES", "TRADEWIND_URL");

  @Test
  void everySettingThereIsKnown() throws IOException {
    var variables = new TreeSet<String>();
    var properties = new TreeSet<String>();
    for (Path file : files()) {
      String text = Files.readString(file);
      VARIABLE.matcher(text).results().map(it -> it.group()).forEach(variables::add);
      PROPERTY.matcher(text).results().map(it -> it.group(1)).forEach(properties::add);
    }
    variables.removeAll(OF_OTHERS);

    assertThat(variables).contains("TRADEWIND_DATABASE_URL", "TRADEWIND_SECRET_MASTER_KEYS");
    assertThat(SettingNames.ofThisProduct().refusals(properties, variables)).isEmpty();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(INFRA)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> FILES.matcher(file.toString()).matches())
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }
}
