package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A lease's job and pods as the cluster showed them.
 *
 * @param atMicros when it was asked, in uptime
 */
record KubernetesLook(Optional<JsonNode> job, List<JsonNode> pods, long atMicros) {
  KubernetesLook {
    pods = List.copyOf(pods);
  }

  /** When the first of its containers began. */
  Optional<Instant> startedAt() {
    return states("startedAt").stream().min(Comparator.naturalOrder());
  }

  Optional<Instant> endedAt() {
    return states("finishedAt").stream().max(Comparator.naturalOrder());
  }

  /** All of its containers have ended, or one has ended badly. */
  boolean isOver() {
    int wanted = job.map(it -> it.path("spec").path("completions").asInt(1)).orElseGet(pods::size);
    long ended = terminated().size();
    return ended > 0 && (ended >= wanted || exitCode() != 0);
  }

  /** Of the container that ended badly, if one did. */
  int exitCode() {
    return terminated().stream()
        .mapToInt(it -> it.path("exitCode").asInt())
        .filter(code -> code != 0)
        .findFirst()
        .orElse(0);
  }

  boolean ranOutOfMemory() {
    return terminated().stream().anyMatch(it -> it.path("reason").asText().equals("OOMKilled"));
  }

  /** Why no container will ever begin, such as an image that cannot be had. */
  Optional<String> impossible() {
    for (JsonNode pod : pods) {
      JsonNode waiting = container(pod).path("state").path("waiting");
      String reason = waiting.path("reason").asText();
      if (List.of(
              "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError")
          .contains(reason)) {
        return Optional.of("%s: %s".formatted(reason, waiting.path("message").asText()));
      }
    }
    return Optional.empty();
  }

  /** That the cluster ended it, in its own words. */
  Optional<String> failure() {
    for (JsonNode condition : job.map(it -> it.path("status").path("conditions")).orElse(none())) {
      if (condition.path("type").asText().equals("Failed")
          && condition.path("reason").asText().equals("DeadlineExceeded")) {
        return Optional.of("There was no word from the agent for the lease's time to live.");
      }
    }
    for (JsonNode pod : pods) {
      String reason = pod.path("status").path("reason").asText();
      if (List.of("Evicted", "Preempting", "NodeLost", "Shutdown").contains(reason)) {
        return Optional.of("The cluster ended it: " + reason + ".");
      }
    }
    return Optional.empty();
  }

  /** The owner's more important pods take this one's place. */
  boolean isPreempted() {
    for (JsonNode pod : pods) {
      for (JsonNode condition : pod.path("status").path("conditions")) {
        if (condition.path("type").asText().equals("DisruptionTarget")
            && condition.path("status").asText().equals("True")) {
          return true;
        }
      }
    }
    return false;
  }

  private List<JsonNode> terminated() {
    return pods.stream()
        .map(pod -> container(pod).path("state").path("terminated"))
        .filter(JsonNode::isObject)
        .toList();
  }

  private List<Instant> states(String field) {
    List<Instant> times = new ArrayList<>();
    for (JsonNode pod : pods) {
      JsonNode state = container(pod).path("state");
      for (String kind : List.of("running", "terminated")) {
        String text = state.path(kind).path(field).asText();
        if (!text.isEmpty()) {
          times.add(Instant.parse(text));
        }
      }
    }
    return times;
  }

  private static JsonNode container(JsonNode pod) {
    return pod.path("status").path("containerStatuses").path(0);
  }

  private static JsonNode none() {
    return MissingNode.getInstance();
  }
}
