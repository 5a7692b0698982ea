package io.tradewind.server.agent;

import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SealingKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a message of an agent must be like before anything is looked up for it. The bounds are those
 * of the protocol and of the columns that keep it.
 */
final class Messages {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_SENTENCE = 10_000;
  private static final int LONGEST_REASON = 300;
  private static final int LONGEST_LINE_BYTES = 16 * 1024;
  private static final int MOST_LINES = 500;
  private static final int MOST_NODES = 100_000;
  private static final int MOST_VCPUS = 10_000_000;
  private static final long MOST_MEBIBYTES = 100_000_000_000L;
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:%_-]{1,100}");
  private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> STREAMS = Set.of("stdout", "stderr", "system");

  private Messages() {}

  static Enrolment.Request checked(Enrolment.@Nullable Request request) throws RefusedException {
    if (request == null
        || !isName(request.token(), 200)
        || !isName(request.publicKey(), 200)
        || !isName(request.agentVersion(), LONGEST_NAME)) {
      throw malformed("Send token, publicKey and agentVersion.");
    }
    return request;
  }

  static Enrolment.TokenRequest checked(Enrolment.@Nullable TokenRequest request)
      throws RefusedException {
    if (request == null || request.assertion() == null) {
      throw malformed("Send an assertion.");
    }
    return request;
  }

  static Enrolment.KeyChange checked(Enrolment.@Nullable KeyChange change) throws RefusedException {
    if (change == null || !isName(change.publicKey(), 200) || change.proof() == null) {
      throw malformed("Send publicKey and proof.");
    }
    return change;
  }

  static Heartbeat checked(@Nullable Heartbeat heartbeat) throws RefusedException {
    if (heartbeat == null
        || !isName(heartbeat.bootId(), LONGEST_NAME)
        || heartbeat.inventoryHash() == null) {
      throw malformed("Send sequence, bootId and inventoryHash.");
    }
    if (heartbeat.address() != null && !ADDRESS.matcher(heartbeat.address()).matches()) {
      throw malformed("An address is a name or a number such as 10.0.0.7, without a port.");
    }
    if (heartbeat.program() != null && !isProgram(heartbeat.program())) {
      throw malformed("A program has a version, and a sha256 of 64 hexadecimal digits or none.");
    }
    SealingKeys.Announced sealing = heartbeat.sealing();
    if (sealing != null
        && (!isName(sealing.publicKey(), 60) || !isName(sealing.signature(), 100))) {
      throw malformed("A key for secrets has a publicKey of 60 characters and a signature of 88.");
    }
    return heartbeat;
  }

  private static boolean isProgram(Heartbeat.Program program) {
    return isName(program.version(), LONGEST_NAME)
        && (program.sha256() == null || CHECKSUM.matcher(program.sha256()).matches())
        && (program.failed() == null || CHECKSUM.matcher(program.failed()).matches())
        && (program.reason() == null || isText(program.reason(), LONGEST_REASON));
  }

  static Inventory checked(@Nullable Inventory inventory) throws RefusedException {
    if (inventory == null
        || !isName(inventory.hash(), 64)
        || !isName(inventory.architecture(), 20)
        || !isCount(inventory.vcpus(), 1, MOST_VCPUS)
        || !isCount(inventory.memoryMib(), 1, MOST_MEBIBYTES)) {
      throw malformed(
          "Send hash, architecture, vcpus from 1 to %d and memoryMib from 1 to %d."
              .formatted(MOST_VCPUS, MOST_MEBIBYTES));
    }
    List<Inventory.Node> nodes = inventory.nodes();
    if (nodes != null
        && (inventory.accelerators() == null
            || nodes.size() > MOST_NODES
            || !nodes.stream().allMatch(Messages::isNode))) {
      throw malformed(
          "Send at most %d kinds of nodes, each with a count, vcpus, memoryMib and accelerators, and the accelerators of all."
              .formatted(MOST_NODES));
    }
    return inventory;
  }

  private static boolean isCount(long number, long least, long most) {
    return number >= least && number <= most;
  }

  private static boolean isNode(Inventory.@Nullable Node node) {
    return node != null
        && isCount(node.count(), 1, MOST_NODES)
        && isCount(node.vcpus(), 0, MOST_VCPUS)
        && isCount(node.memoryMib(), 0, MOST_MEBIBYTES)
        && node.accelerators() != null
        && node.accelerators().entrySet().stream()
            .allMatch(it -> it.getValue() != null && it.getValue() >= 0 && it.getValue() < 10_000);
  }

  static LeaseReport.Status checked(LeaseReport.@Nullable Status report) throws RefusedException {
    if (report == null
        || report.phase() == null
        || report.at() == null
        || (report.reason() != null && !isText(report.reason(), LONGEST_SENTENCE))) {
      throw malformed("Send generation, phase and at; a reason has no control characters.");
    }
    return report;
  }

  static LeaseReport.Reclaim checked(LeaseReport.@Nullable Reclaim report) throws RefusedException {
    if (report == null
        || report.at() == null
        || report.reason() == null
        || !isText(report.reason(), LONGEST_REASON)) {
      throw malformed("Send generation, at and a reason without control characters.");
    }
    return report;
  }

  static LeaseReport.Logs checked(LeaseReport.@Nullable Logs report) throws RefusedException {
    if (report == null
        || report.lines() == null
        || report.lines().size() > MOST_LINES
        || report.firstSequence() < 0
        || report.firstSequence() > LogStore.LINES_OF_AN_ATTEMPT - MOST_LINES) {
      throw malformed("Send generation, firstSequence and at most %d lines.".formatted(MOST_LINES));
    }
    if (!report.lines().stream().allMatch(Messages::isLine)) {
      throw malformed(
          "A line has at, a stream of stdout, stderr or system, and a text of at most 16 KiB"
              + " without control characters.");
    }
    return report;
  }

  static LeaseReport.Usage checked(LeaseReport.@Nullable Usage report) throws RefusedException {
    if (report == null || report.intervals() == null || !areWhole(report.intervals())) {
      throw malformed("Send generation and intervals with from and to.");
    }
    return report;
  }

  private static boolean areWhole(List<LeaseReport.Interval> intervals) {
    return intervals.stream()
        .allMatch(interval -> interval != null && interval.from() != null && interval.to() != null);
  }

  private static boolean isLine(LeaseReport.@Nullable Line line) {
    return line != null
        && line.at() != null
        && line.stream() != null
        && STREAMS.contains(line.stream())
        && line.text() != null
        && isText(line.text(), LONGEST_LINE_BYTES)
        && line.text().getBytes(StandardCharsets.UTF_8).length <= LONGEST_LINE_BYTES;
  }

  private static boolean isName(@Nullable String text, int longest) {
    return text != null && !text.isBlank() && isText(text, longest);
  }

  /** PostgreSQL keeps no NUL, and a terminal should not be driven by a log. */
  private static boolean isText(String text, int longest) {
    return text.length() <= longest
        && text.chars().allMatch(it -> !Character.isISOControl(it) || it == '\t' || it == 0x1b);
  }

  private static RefusedException malformed(String advice) {
    return new RefusedException(AgentRefusal.MALFORMED, advice);
  }
}
