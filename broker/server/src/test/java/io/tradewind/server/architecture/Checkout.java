package io.tradewind.server.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The source tree, as the wiring tests read it. */
record Checkout(Path root) {
  static Checkout here() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("adapters/pom.xml")))
        .findFirst()
        .map(Checkout::new)
        .orElseThrow(() -> new IllegalStateException("No adapters/pom.xml above this folder."));
  }

  /** The folders of adapters/ that hold sources, whether or not a pom names them. */
  List<String> adapterFolders() {
    return names(root.resolve("adapters"), folder -> Files.isDirectory(folder.resolve("src")));
  }

  List<String> serviceFiles(String adapter) {
    var services = root.resolve("adapters/" + adapter + "/src/main/resources/META-INF/services");
    return Files.isDirectory(services) ? names(services, Files::isRegularFile) : List.of();
  }

  /** The implementation classes that an adapter's service file names. */
  List<String> services(String adapter, String port) {
    var file = "adapters/%s/src/main/resources/META-INF/services/%s".formatted(adapter, port);
    return read(root.resolve(file))
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  boolean hasTestThatSays(String adapter, String pattern) {
    var sought = Pattern.compile(pattern);
    try (var files = Files.walk(root.resolve("adapters/" + adapter + "/src/test"))) {
      return files.filter(Files::isRegularFile).anyMatch(file -> sought.matcher(read(file)).find());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> modulesOfAdapters() {
    return elements("adapters/pom.xml", "module").map(Element::getTextContent).toList();
  }

  List<String> runtimeDependenciesOfServer() {
    return elements("broker/server/pom.xml", "dependency")
        .filter(dependency -> "runtime".equals(child(dependency, "scope")))
        .map(dependency -> child(dependency, "artifactId"))
        .toList();
  }

  private Stream<Element> elements(String pom, String tag) {
    try {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(root.resolve(pom).toFile());
      var found = document.getElementsByTagName(tag);
      return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("%s is not a readable pom.".formatted(pom), e);
    }
  }

  private static String child(Element parent, String tag) {
    var found = parent.getElementsByTagName(tag);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  private static List<String> names(Path folder, Predicate<Path> wanted) {
    try (var entries = Files.list(folder)) {
      return entries.filter(wanted).map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
