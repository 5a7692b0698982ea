import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Sums the JUnit reports that the build has just written, and prints {@code N passed, N failed, N
 * skipped}. Fails when a test failed, when none ran, or when one was skipped without an excuse.
 */
final class TestCount {
  /**
   * The optional data folder is not here; an adapter has no way to make its other side fail; an
   * executor leaves out what it cannot do.
   */
  private static final List<String> EXCUSES =
      List.of(
          "shared/data",
          "injects no faults",
          "executor does not claim",
          "machines are made whole or not at all",
          "machines do not reach each other here",
          "a site's machines have a network already");

  private record Case(String name, boolean failed, Optional<String> skipped) {}

  public static void main(String[] arguments) throws IOException {
    var cases = cases(Path.of("."), Long.parseLong(arguments[0]));
    var failed = cases.stream().filter(Case::failed).toList();
    var skipped = cases.stream().filter(c -> c.skipped().isPresent()).toList();
    var unexcused = skipped.stream().filter(c -> !isExcused(c.skipped().orElseThrow())).toList();

    failed.forEach(c -> System.out.println("failed: " + c.name()));
    skipped.forEach(c -> System.out.println("skipped: " + c.name() + ": " + c.skipped().get()));
    unexcused.forEach(c -> System.out.println("should have run: " + c.name()));
    System.out.printf(
        "%d passed, %d failed, %d skipped%n",
        cases.size() - failed.size() - skipped.size(), failed.size(), skipped.size());
    System.exit(cases.isEmpty() || !failed.isEmpty() || !unexcused.isEmpty() ? 1 : 0);
  }

  private static boolean isExcused(String reason) {
    return EXCUSES.stream().anyMatch(reason::contains);
  }

  private static List<Case> cases(Path root, long sinceEpochSecond) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(f -> f.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-.*\\.xml"))
          .filter(f -> f.toFile().lastModified() / 1000 >= sinceEpochSecond)
          .flatMap(f -> read(f).stream())
          .toList();
    }
  }

  private static List<Case> read(Path report) {
    try {
      var found =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("testcase");
      return java.util.stream.IntStream.range(0, found.getLength())
          .mapToObj(i -> read((Element) found.item(i)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("The report %s cannot be read.".formatted(report), e);
    }
  }

  private static Case read(Element test) {
    var skips = test.getElementsByTagName("skipped");
    return new Case(
        test.getAttribute("classname") + " " + test.getAttribute("name"),
        has(test, "failure") || has(test, "error"),
        skips.getLength() == 0 ? Optional.empty() : Optional.of(reason((Element) skips.item(0))));
  }

  private static boolean has(Element test, String tag) {
    return test.getElementsByTagName(tag).getLength() > 0;
  }

  private static String reason(Element skip) {
    return (skip.getAttribute("message") + " " + skip.getTextContent()).strip().lines().findFirst().orElse("no reason given");
  }
}
