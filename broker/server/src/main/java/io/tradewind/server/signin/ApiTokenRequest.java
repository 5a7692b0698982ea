package io.tradewind.server.signin;

import io.tradewind.server.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a new token is for. */
@Schema(name = "ApiTokenRequest")
public record ApiTokenRequest(
    @Schema(required = true, maxLength = 200) String name,
    @Schema(nullable = true, description = "A part of your own roles; all of them when left out.")
        @Nullable List<String> roles,
    @Schema(
            enumeration = {"read", "write"},
            defaultValue = "write",
            description = "Whether it may change anything.")
        String access,
    @Schema(defaultValue = "90", minimum = "1", maximum = "366") int days) {
  static final String READ = "read";

  private static final Set<String> ACCESS = Set.of(READ, "write");
  private static final int USUAL_DAYS = 90;
  private static final int MOST_DAYS = 366;
  private static final int LONGEST_NAME = 200;

  public ApiTokenRequest {
    name = Optional.ofNullable(name).map(String::strip).orElse("");
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw ProblemException.field(
          "name",
          "A token needs a name of at most %d characters.".formatted(LONGEST_NAME),
          "Name the program that will use it.");
    }
    access = Optional.ofNullable(access).orElse("write");
    if (!ACCESS.contains(access)) {
      throw ProblemException.field("access", "There is no such access.", "Use read or write.");
    }
    days = days == 0 ? USUAL_DAYS : days;
    if (days < 1 || days > MOST_DAYS) {
      throw ProblemException.field(
          "days",
          "A token is valid for 1 to %d days, not %d.".formatted(MOST_DAYS, days),
          "Make a new one before it expires.");
    }
  }

  Duration validity() {
    return Duration.ofDays(days);
  }

  /** Never more than the caller has. */
  List<String> rolesOf(Caller caller) {
    List<String> own =
        caller.roles().stream().filter(it -> Role.named(it).isPresent()).sorted().toList();
    if (roles == null) {
      return own;
    }
    if (roles.isEmpty() || !own.containsAll(roles)) {
      throw ProblemException.field(
          "roles",
          "A token has some of your own roles: " + String.join(", ", own) + ".",
          "Leave roles out for all of them.");
    }
    return roles.stream().distinct().sorted().toList();
  }
}
