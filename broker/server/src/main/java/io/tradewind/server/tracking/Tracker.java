package io.tradewind.server.tracking;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a workload's figures are wanted, by the variables of MLflow's own client.
 *
 * @param uri without a slash at its end
 * @param experiment by name; one that is not there is made
 * @param run that the workload's owner made; empty for one of its own
 * @param authorization never shown
 */
record Tracker(
    String uri,
    String host,
    Optional<String> experiment,
    Optional<String> experimentId,
    Optional<String> run,
    Optional<String> authorization) {
  /** Why a workload's tracker cannot be told. */
  static final class NoTrackerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoTrackerException(String why) {
      super(why);
    }
  }

  /**
   * @param variables of the workload, its secrets among them
   */
  static Tracker of(Map<String, String> variables) throws NoTrackerException {
    String uri = variables.getOrDefault("MLFLOW_TRACKING_URI", "").strip();
    return new Tracker(
        uri.replaceAll("/+$", ""),
        host(uri),
        given(variables, "MLFLOW_EXPERIMENT_NAME"),
        given(variables, "MLFLOW_EXPERIMENT_ID"),
        given(variables, "MLFLOW_RUN_ID"),
        authorization(variables));
  }

  @Override
  public String toString() {
    return host;
  }

  /** MLflow's client takes folders and databases too, which nobody but the machine can reach. */
  private static String host(String uri) throws NoTrackerException {
    try {
      URI parsed = new URI(uri);
      String scheme = String.valueOf(parsed.getScheme()).toLowerCase(Locale.ROOT);
      if (scheme.matches("https?") && parsed.getHost() != null && parsed.getRawQuery() == null) {
        return parsed.getHost();
      }
    } catch (URISyntaxException e) {
      // Said below, without repeating what may hold a password.
    }
    throw new NoTrackerException("MLFLOW_TRACKING_URI is no address of a server");
  }

  private static Optional<String> given(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(it -> !it.isEmpty());
  }

  private static Optional<String> authorization(Map<String, String> variables) {
    Optional<String> user = given(variables, "MLFLOW_TRACKING_USERNAME");
    return user.isPresent()
        ? user.map(it -> it + ":" + given(variables, "MLFLOW_TRACKING_PASSWORD").orElse(""))
            .map(it -> "Basic " + base64(it))
        : given(variables, "MLFLOW_TRACKING_TOKEN").map(it -> "Bearer " + it);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
