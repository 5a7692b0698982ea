package io.tradewind.server.audit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Goes along a chain, link by link, until one does not hold. */
final class Verification {
  /**
   * What came of it.
   *
   * @param head keep it elsewhere: it proves later that nothing up to it was changed or cut off
   */
  @Schema(name = "AuditVerification")
  record Result(
      @Schema(required = true) boolean intact,
      @Schema(required = true, description = "How many entries hold, from the first.") long entries,
      @Schema(required = true, description = "The hash of the last entry that holds.") String head,
      @Schema(required = true, nullable = true, description = "The first entry that does not hold.")
          @Nullable Long brokenAt,
      @Schema(required = true, nullable = true, description = "One sentence.")
          @Nullable String why) {}

  private final UUID organization;
  private long seq;
  private String head = AuditEntry.GENESIS;
  private Optional<String> fault = Optional.empty();
  private long brokenAt;

  Verification(UUID organization) {
    this.organization = organization;
  }

  /** Takes the entries that follow. False when there is no need to go on. */
  boolean follow(List<AuditEntry> entries) {
    for (AuditEntry entry : entries) {
      fault = fault(entry);
      if (fault.isPresent()) {
        brokenAt = entry.seq();
        return false;
      }
      seq = entry.seq();
      head = entry.hash();
    }
    return !entries.isEmpty();
  }

  long last() {
    return seq;
  }

  Result result() {
    boolean intact = fault.isEmpty();
    return new Result(intact, seq, head, intact ? null : brokenAt, fault.orElse(null));
  }

  private Optional<String> fault(AuditEntry entry) {
    if (entry.seq() != seq + 1) {
      return Optional.of("Entry %d is missing.".formatted(seq + 1));
    }
    if (!entry.previous().equals(head)) {
      return Optional.of("Entry %d does not follow the one before it.".formatted(entry.seq()));
    }
    if (!entry.hash().equals(entry.digest(organization))) {
      return Optional.of("Entry %d was changed after it was written.".formatted(entry.seq()));
    }
    return Optional.empty();
  }
}
