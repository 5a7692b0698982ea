package io.tradewind.api.agent;

import java.util.List;

/**
 * {@code PUT /agent/v1/sites/{id}/self-test}: how far the self-test is that a heartbeat's reply
 * asked for. May be repeated.
 *
 * @param test the name that the reply gave it; it is good for one test
 * @param step what is being measured now, in words
 * @param finished the measurements are all that there will be
 */
public record SelfTestReport(
    String test, String step, boolean finished, List<Measurement> measurements) {

  /**
   * @param attribute such as {@code memory.bandwidth}
   * @param method how it was measured, in words
   */
  public record Measurement(String attribute, double value, String unit, String method) {}
}
