package io.tradewind.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link LoopbackApi} answers, right or wrong.
 *
 * @param delivery how much of it arrives
 */
public record ApiReply(int status, Map<String, String> headers, String body, Delivery delivery) {

  /** How much of a reply arrives. */
  public enum Delivery {
    WHOLE,
    /** The length of the whole is announced, half of it comes, and the connection ends. */
    CUT,
    /** The connection ends without a word. */
    RESET,
    /** Nothing comes until the caller gives up. */
    SILENCE
  }

  public static ApiReply json(String body) {
    return new ApiReply(200, Map.of("Content-Type", "application/json"), body, Delivery.WHOLE);
  }

  public static ApiReply status(int status) {
    return status(status, "");
  }

  public static ApiReply status(int status, String body) {
    return new ApiReply(status, Map.of(), body, Delivery.WHOLE);
  }

  public static ApiReply redirect(String location) {
    return status(302).with("Location", location);
  }

  /** 429 with a wait. */
  public static ApiReply throttled(Duration retryAfter) {
    return status(429).with("Retry-After", String.valueOf(retryAfter.toSeconds()));
  }

  /** 503 with a wait. */
  public static ApiReply unavailable(Duration retryAfter) {
    return status(503).with("Retry-After", String.valueOf(retryAfter.toSeconds()));
  }

  public static ApiReply reset() {
    return new ApiReply(200, Map.of(), "", Delivery.RESET);
  }

  public static ApiReply silence() {
    return new ApiReply(200, Map.of(), "", Delivery.SILENCE);
  }

  /** A complete answer whose text ends in the middle. */
  public ApiReply half() {
    return new ApiReply(status, headers, body.substring(0, body.length() / 2), delivery);
  }

  public ApiReply cut() {
    return new ApiReply(status, headers, body, Delivery.CUT);
  }

  public ApiReply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new ApiReply(status, more, body, delivery);
  }
}
