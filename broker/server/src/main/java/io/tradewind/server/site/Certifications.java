package io.tradewind.server.site;

import io.tradewind.server.problem.FieldProblem;
import java.time.DateTimeException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Certificates as operators hand them in. */
final class Certifications {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,39}");
  private static final Pattern ADDRESS = Pattern.compile("https://[\\x21-\\x7e]{3,480}");

  private Certifications() {}

  static void check(
      String path, SiteBody.@Nullable CertificationBody body, List<FieldProblem> problems) {
    if (body == null) {
      problems.add(
          new FieldProblem(
              path + "name", "There is no certificate.", "Write name, document, expires."));
      return;
    }
    if (!matches(NAME, body.name())) {
      problems.add(
          new FieldProblem(
              path + "name",
              "'%s' is no name of a certification.".formatted(body.name()),
              "Write lower-case letters and digits, such as iso27001."));
    }
    if (!matches(ADDRESS, body.document())) {
      problems.add(
          new FieldProblem(
              path + "document",
              "It leads to no document.",
              "Write the https address where it can be read."));
    }
    if (!isDay(body)) {
      problems.add(
          new FieldProblem(
              path + "expires",
              "'%s' is no day of this century.".formatted(body.expires()),
              "Write its last day, such as 2027-12-31."));
    }
  }

  private static boolean isDay(SiteBody.CertificationBody body) {
    try {
      int year = body.lastDay().getYear();
      return year >= 2000 && year < 2100;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean matches(Pattern pattern, @Nullable String text) {
    return text != null && pattern.matcher(text).matches();
  }
}
