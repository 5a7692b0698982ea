package io.tradewind.testkit;

import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cloud on this machine, seen from its own side. An adapter that starts machines offers one among
 * its tests, as a service of this type, so that the broker is proved against it through the
 * adapter's real provider.
 */
public interface FakeCloud extends FaultInjector, AutoCloseable {
  /** What a request wants, as far as a lease's steps are concerned. */
  enum Call {
    START,
    LOOK,
    STOP,
    OTHER
  }

  /**
   * A machine that is paid for.
   *
   * @param nativeId unique among all that the cloud ever made
   * @param userData what it boots with
   * @param runs false once it is being ended
   */
  record Box(LeaseId lease, String nativeId, String userData, boolean runs) {
    private static final Pattern TOKEN =
        Pattern.compile("/opt/tradewind/token\\n.*\\n\\s+content: \\|\\n\\s+(\\S+)\\n");

    /** What its agent enrols with. */
    public Optional<String> enrolmentToken() {
      Matcher found = TOKEN.matcher(userData);
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
      return "%s of %s%s".formatted(nativeId, lease, runs ? "" : ", ending");
    }
  }

  /** Of the adapter. Its provider never waits between the repetitions of a call. */
  ProviderFactory factory();

  /** Of its provider, which may be called otherwise than the adapter. */
  ProviderId id();

  /** With which the provider talks to this cloud. */
  Map<String, String> settings();

  /** What a workload asks for to be placed here, such as {@code L4:1}. */
  String accelerators();

  /** Whether machines of this offer are made by the dozen. */
  boolean makes(Offer offer);

  /** All that are there, those that are being ended included. */
  List<Box> boxes();

  /** Takes the lease's machine away, as a cloud does with spot capacity. */
  void lose(LeaseId lease);

  /** Whether a start that comes once more, however late, makes no second machine. */
  default boolean knowsRepetition() {
    return true;
  }

  /**
   * Whether the machine of the one lease is let in by that of the other, on any port. Asked of
   * clouds whose provider claims a private network.
   */
  default boolean reaches(LeaseId from, LeaseId to) {
    return false;
  }

  /** What was being ended is gone. */
  void settle();

  /** Whatever was arranged to go wrong and has not yet, does not. */
  void recover();

  Call kind(ApiRequest request);

  /** Where it listens. */
  LoopbackApi api();

  @Override
  default List<String> leftOver() {
    return boxes().stream().map(Box::nativeId).toList();
  }

  @Override
  default void failNextOffers(Fault fault) {
    api().faults().failNextOffers(fault);
  }

  @Override
  void close();
}
