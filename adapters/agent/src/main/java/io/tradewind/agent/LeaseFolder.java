package io.tradewind.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of one lease and generation. Those of the process are written by {@code wrapper.sh}.
 */
final class LeaseFolder {
  private static final String STATE = "lease.json";
  private static final String DELIVERED = "delivered.json";
  private static final String EVIDENCE = "refused.jsonl";

  private final Path folder;

  LeaseFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder when it is not there. */
  static LeaseFolder create(Path leases, String leaseId, long generation) throws IOException {
    Path folder = leases.resolve("%s.%d".formatted(leaseId, generation));
    AtomicFile.createFolder(folder);
    return new LeaseFolder(folder);
  }

  Path path() {
    return folder;
  }

  Path work() {
    return folder.resolve("work");
  }

  Path script() {
    return folder.resolve("script.sh");
  }

  /** What the workload wants run when its machine is taken back. */
  Path checkpoint() {
    return folder.resolve("checkpoint.sh");
  }

  /** The shell lines that become the workload's first process. */
  Path launch() {
    return folder.resolve("launch.sh");
  }

  /** What must succeed before the workload runs and its time counts; may be missing. */
  Path fetch() {
    return folder.resolve("fetch.sh");
  }

  /** What ends whatever the first process left elsewhere; may be missing. */
  Path end() {
    return folder.resolve("end.sh");
  }

  Path stdout() {
    return folder.resolve("stdout");
  }

  Path stderr() {
    return folder.resolve("stderr");
  }

  Optional<LeaseState> readState() throws IOException {
    Path file = folder.resolve(STATE);
    return Files.exists(file)
        ? Optional.of(Json.read(Files.readAllBytes(file), LeaseState.class))
        : Optional.empty();
  }

  void writeState(LeaseState state) throws IOException {
    AtomicFile.write(folder.resolve(STATE), Json.write(state));
  }

  Delivered readDelivered() throws IOException {
    Path file = folder.resolve(DELIVERED);
    return Files.exists(file)
        ? Json.read(Files.readAllBytes(file), Delivered.class)
        : new Delivered(0, 0, 0);
  }

  void writeDelivered(Delivered delivered) throws IOException {
    AtomicFile.write(folder.resolve(DELIVERED), Json.write(delivered));
  }

  /** Up to when, in whole seconds of uptime, the workload may run without word from the broker. */
  void writeDeadline(long uptimeSeconds) throws IOException {
    AtomicFile.write(
        folder.resolve("deadline"), (uptimeSeconds + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  Optional<Long> readDeadline() throws IOException {
    return read("deadline").map(Long::parseLong);
  }

  /** The wrapper's number, the child's number and start time, the uptime at its start. */
  Optional<String> readStarted() throws IOException {
    return read("started");
  }

  /**
   * The exit code and the uptime at the end; then the processor times of the wrapper and of its
   * children.
   */
  Optional<String> readExit() throws IOException {
    return read("exit");
  }

  /** Why the wrapper ended the workload by itself: {@code broker} or {@code duration}. */
  Optional<String> readExpired() throws IOException {
    return read("expired");
  }

  /** The last words of a fetch that failed. */
  Optional<String> readUnready() throws IOException {
    return read("unready");
  }

  /** A note of an executor's, if it is there. */
  Optional<String> readNote(String name) throws IOException {
    return read(name);
  }

  void writeNote(String name, String text) throws IOException {
    AtomicFile.write(folder.resolve(name), (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a report that the broker refused for good, with its reason. */
  void keepEvidence(Object report, String refusal) throws IOException {
    byte[] line = Json.write(new Evidence(refusal, report));
    byte[] whole = Arrays.copyOf(line, line.length + 1);
    whole[line.length] = '\n';
    Files.write(
        folder.resolve(EVIDENCE), whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Removes all but the state, which remembers that this lease was run here, and the evidence. */
  void shrink() throws IOException {
    Set<Path> kept =
        Set.of(folder, folder.resolve(STATE), folder.resolve(DELIVERED), folder.resolve(EVIDENCE));
    remove(path -> !kept.contains(path));
  }

  void remove() throws IOException {
    remove(path -> true);
  }

  private Optional<String> read(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  private void remove(Predicate<Path> wanted) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (wanted.test(file)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (wanted.test(visited)) {
              Files.deleteIfExists(visited);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private record Evidence(String refusal, Object report) {}

  /** How much of a lease is safe with the broker. */
  record Delivered(int statuses, long lines, int intervals) {}
}
