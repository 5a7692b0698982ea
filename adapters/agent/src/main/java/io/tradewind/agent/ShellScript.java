package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes what a shell runs. Environments go through files, never over a command line. */
final class ShellScript {
  static final String CHECKPOINT = "TRADEWIND_CHECKPOINT";

  /** A Docker {@code config.json} with what the image's registry wants to see. */
  static final String REGISTRY_AUTH = "TRADEWIND_REGISTRY_AUTH";

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> OURS = Set.of(ProcessExecutor.MARK, REGISTRY_AUTH);

  private ShellScript() {}

  /**
   * The workload's script, and its checkpoint hook if it has one.
   *
   * @param home of the workload, as it sees it
   * @param more variables that win over the workload's
   */
  static void write(LeaseFolder folder, LeaseWork.Run run, String home, Map<String, String> more)
      throws IOException {
    List<String> exports = exports(run, home, more);
    List<String> lines = new ArrayList<>(exports);
    if (!run.setup().isBlank()) {
      lines.addAll(List.of("set -e", run.setup(), "set +e"));
    }
    lines.add(run.command());
    write(folder.script(), lines);
    String checkpoint = run.environment().getOrDefault(CHECKPOINT, "");
    if (!checkpoint.isBlank()) {
      List<String> hook = new ArrayList<>(exports);
      hook.add(checkpoint);
      write(folder.checkpoint(), hook);
    }
  }

  static void write(Path file, List<String> lines) throws IOException {
    AtomicFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** A word that a shell reads as it is. */
  static String quote(String text) {
    return text.matches("[A-Za-z0-9_./:=,@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  static String command(List<String> words) {
    return String.join(" ", words.stream().map(ShellScript::quote).toList());
  }

  private static List<String> exports(LeaseWork.Run run, String home, Map<String, String> more) {
    Map<String, String> environment = new TreeMap<>(run.environment());
    environment.putIfAbsent("HOME", home);
    environment.put("TRADEWIND_WORKLOAD_ID", run.workloadId());
    environment.put("TRADEWIND_WORKLOAD_NAME", run.workloadName());
    environment.putAll(more);
    environment.remove(REGISTRY_AUTH);
    List<String> lines = new ArrayList<>();
    environment.forEach((name, value) -> lines.add(export(name, value)));
    return lines;
  }

  private static String export(String name, String value) {
    if (!VARIABLE.matcher(name).matches() || OURS.contains(name) || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The environment variable '%s' cannot be set; names are letters, digits and '_'."
              .formatted(name));
    }
    return "export %s='%s'".formatted(name, value.replace("'", "'\\''"));
  }
}
