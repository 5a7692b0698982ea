package io.tradewind.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How each cloud tells a machine that it takes it back. */
enum NoticeSource {
  /** EC2's instance metadata, version 2: {@code spot/instance-action}, two minutes ahead. */
  AWS {
    @Override
    Optional<Look> look(MetadataService service, Instant now) throws InterruptedException {
      Optional<String> token =
          service
              .ask("PUT", "/latest/api/token", Map.of("X-aws-ec2-metadata-token-ttl-seconds", "60"))
              .filter(MetadataService.Answer::isOk)
              .map(MetadataService.Answer::body);
      return token.isEmpty() ? Optional.empty() : action(service, token.get(), now);
    }

    private static Optional<Look> action(MetadataService service, String token, Instant now)
        throws InterruptedException {
      return service
          .ask(
              "GET",
              "/latest/meta-data/spot/instance-action",
              Map.of("X-aws-ec2-metadata-token", token))
          .filter(answer -> answer.isOk() || answer.status() == 404)
          .map(answer -> answer.isOk() ? noticed(answer.body(), now) : NOTHING);
    }

    private static Look noticed(String body, Instant now) {
      Map<String, Object> action = object(body);
      return new Look(
          Optional.of(
              new Interruption(
                  iso(String.valueOf(action.get("time"))).orElse(now.plus(SHORT)),
                  "spot instance-action " + word(String.valueOf(action.get("action"))))));
    }
  },

  /** Compute Engine's {@code instance/preempted}, half a minute ahead. */
  GOOGLE {
    @Override
    Optional<Look> look(MetadataService service, Instant now) throws InterruptedException {
      return service
          .ask("GET", "/computeMetadata/v1/instance/preempted", Map.of("Metadata-Flavor", "Google"))
          .filter(answer -> answer.isOk() && answer.flavor().equals("Google"))
          .map(
              answer ->
                  answer.body().strip().equals("TRUE")
                      ? new Look(Optional.of(new Interruption(now.plus(SHORT), "preempted")))
                      : NOTHING);
    }
  },

  /** Azure's scheduled events {@code Preempt} and {@code Terminate}, half a minute ahead. */
  AZURE {
    @Override
    Optional<Look> look(MetadataService service, Instant now) throws InterruptedException {
      return service
          .ask(
              "GET", "/metadata/scheduledevents?api-version=2020-07-01", Map.of("Metadata", "true"))
          .filter(MetadataService.Answer::isOk)
          .map(answer -> object(answer.body()).get("Events"))
          .map(
              events ->
                  events instanceof List<?> list
                      ? new Look(list.stream().flatMap(it -> event(it, now).stream()).findFirst())
                      : NOTHING);
    }

    private static Optional<Interruption> event(Object event, Instant now) {
      if (event instanceof Map<?, ?> fields
          && ENDING.contains(String.valueOf(fields.get("EventType")))) {
        Instant at = rfc1123(String.valueOf(fields.get("NotBefore"))).orElse(now.plus(SHORT));
        return Optional.of(
            new Interruption(
                at, "scheduled event " + word(String.valueOf(fields.get("EventType")))));
      }
      return Optional.empty();
    }
  };

  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Set<String> ENDING = Set.of("Preempt", "Terminate");
  private static final Look NOTHING = new Look(Optional.empty());

  /** What was seen by one look: this cloud is there, and may have something to say. */
  record Look(Optional<Interruption> interruption) {}

  /** Empty where this is not the cloud, or it does not answer now. */
  abstract Optional<Look> look(MetadataService service, Instant now) throws InterruptedException;

  private static Map<String, Object> object(String json) {
    try {
      return Json.readObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static String word(String value) {
    return value.replaceAll("[^A-Za-z0-9_-]", "");
  }

  private static Optional<Instant> iso(String text) {
    return parsed(DateTimeFormatter.ISO_INSTANT, text);
  }

  private static Optional<Instant> rfc1123(String text) {
    return parsed(DateTimeFormatter.RFC_1123_DATE_TIME, text);
  }

  private static Optional<Instant> parsed(DateTimeFormatter format, String text) {
    try {
      return Optional.of(Instant.from(format.parse(text)).truncatedTo(ChronoUnit.MICROS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
