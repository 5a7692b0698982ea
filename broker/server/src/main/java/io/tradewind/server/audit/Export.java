package io.tradewind.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How entries are written into a file. */
enum Export {
  /** A line of JSON for each. */
  JSONL("application/x-ndjson") {
    @Override
    String head() {
      return "";
    }

    @Override
    String line(AuditEntry entry, ObjectMapper json) {
      try {
        return json.writeValueAsString(entry) + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Entry %d is no JSON.".formatted(entry.seq()), e);
      }
    }
  },

  /** For spreadsheets, RFC 4180. */
  CSV("text/csv") {
    @Override
    String head() {
      return "seq,at,actor,actorName,token,action,target,outcome,request,reason,before,after,"
          + "previous,hash\r\n";
    }

    @Override
    String line(AuditEntry entry, ObjectMapper json) {
      return Stream.of(
                  entry.seq(),
                  entry.at(),
                  entry.actor(),
                  entry.actorName(),
                  entry.token(),
                  entry.action(),
                  entry.target(),
                  entry.outcome(),
                  entry.request(),
                  entry.reason(),
                  entry.before(),
                  entry.after(),
                  entry.previous(),
                  entry.hash())
              .map(Export::cell)
              .collect(Collectors.joining(","))
          + "\r\n";
    }
  };

  private final String mediaType;

  Export(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  abstract String head();

  abstract String line(AuditEntry entry, ObjectMapper json);

  /** A spreadsheet would run what begins like a formula, and people choose names and reasons. */
  private static String cell(@Nullable Object value) {
    String text = Objects.toString(value, "");
    String harmless = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
    return harmless.matches("(?s).*[\",\\r\\n].*")
        ? "\"" + harmless.replace("\"", "\"\"") + "\""
        : harmless;
  }
}
