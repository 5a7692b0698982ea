package io.tradewind.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.server.tracking.Tracker.NoTrackerException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerTest {
  @Test
  void theVariablesOfMlflowsOwnClientAreRead() throws NoTrackerException {
    Tracker tracker =
        Tracker.of(
            Map.of(
                "MLFLOW_TRACKING_URI", "https://mlflow.example.org/team/",
                "MLFLOW_EXPERIMENT_NAME", "llm",
                "MLFLOW_TRACKING_USERNAME", "ann",
                "MLFLOW_TRACKING_PASSWORD", "geheim",
                "MLFLOW_TRACKING_TOKEN", "not this"));

    assertThat(tracker.uri()).isEqualTo("https://mlflow.example.org/team");
    assertThat(tracker.experiment()).hasValue("llm");
    assertThat(tracker.authorization()).hasValue("Basic YW5uOmdlaGVpbQ==");
    assertThat(tracker.toString()).isEqualTo("mlflow.example.org");
  }

  @Test
  void aTokenAloneIsABearers() throws NoTrackerException {
    assertThat(
            Tracker.of(
                    Map.of(
                        "MLFLOW_TRACKING_URI", "https://m.example", "MLFLOW_TRACKING_TOKEN", "t"))
                .authorization())
        .hasValue("Bearer t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "mlruns", "file:///tmp/x", "sqlite:///x.db", "databricks", "https://", "a b"})
  void aFolderOrADatabaseIsNoServer(String uri) {
    assertThatThrownBy(() -> Tracker.of(Map.of("MLFLOW_TRACKING_URI", uri)))
        .isInstanceOf(NoTrackerException.class)
        .hasMessage("MLFLOW_TRACKING_URI is no address of a server");
  }
}
