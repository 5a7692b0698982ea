package io.tradewind.rest;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts and ends machines through an API that knows a repetition by nothing of its own. A machine
 * bears its broker and its lease in its name; the list is looked at before one is made, and one is
 * made at a time. What is remembered bridges the time in which the list lags behind.
 */
public final class NamedMachines implements Provisioner {
  private static final Duration UNLISTED = Duration.ofMinutes(2);

  /** What was seen longer ago may not be so any more: another broker may have started meanwhile. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  /** Shorter pieces of a document may stand in any message. */
  private static final int LEAST_TELLING = 8;

  private final ProviderId provider;
  private final Api api;
  private final String broker;
  private final Clock clock;
  private final Map<LeaseId, Made> made = new ConcurrentHashMap<>();
  private final Map<String, Instant> firstSeen = new ConcurrentHashMap<>();

  /** The machines of one account, in the API's own words. */
  public interface Api {
    /** What {@link #create} asks through; see {@link RestClient#making}. */
    RestClient maker();

    /** Every machine of the account, all pages, those that are ending included. */
    List<Told> list() throws ProviderException;

    /**
     * @return the id of the new machine
     */
    String create(String name, Offer offer, Secret userData) throws ProviderException;

    /** Succeeds for what is gone. */
    void delete(String id) throws ProviderException;
  }

  /**
   * A machine as the list tells it.
   *
   * @param isOff when it was shut down from within: as good as gone, and paid for until it is ended
   */
  public record Told(String id, String name, Region region, Instance.State state, boolean isOff) {}

  private record Made(Told machine, Instant until) {}

  /**
   * @param broker begins the name of every machine, so that two brokers leave each other's alone
   */
  public NamedMachines(ProviderId provider, Api api, String broker, Clock clock) {
    if (!broker.matches("[a-z][a-z0-9-]{0,19}")) {
      throw new IllegalArgumentException(
          "The setting tradewind.%s.broker is '%s'; expected 1 to 20 small letters, digits or dashes, a letter first."
              .formatted(provider, broker));
    }
    Duration longest = api.maker().longestCall();
    if (longest.compareTo(LONGEST_REQUEST) > 0) {
      throw new IllegalArgumentException(
          "A machine of %s may be asked for during %s; the lease is ours for %s. Make the client with making()."
              .formatted(provider, longest, LONGEST_REQUEST));
    }
    this.provider = provider;
    this.api = api;
    this.broker = broker;
    this.clock = clock;
  }

  @Override
  public synchronized Instance start(LeaseId lease, Offer offer, Bootstrap bootstrap)
      throws ProviderException {
    Secret userData =
        bootstrap
            .userData()
            .orElseThrow(
                () ->
                    new ProviderException(
                        provider, Fault.UNEXPECTED, "a machine without a document to boot with"));
    Instant begun = clock.instant();
    Optional<Told> there = look(lease).stream().findFirst();
    if (there.isPresent()) {
      return alive(lease, there.get());
    }
    if (clock.instant().isAfter(begun.plus(LONGEST_LOOK))) {
      throw new ProviderException(
          provider,
          Fault.UNREACHABLE,
          "the list of machines took longer than %s; nothing is started on an old one"
              .formatted(LONGEST_LOOK));
    }
    String id = create(lease, offer, userData);
    Told machine = new Told(id, name(lease), offer.region(), Instance.State.PENDING, false);
    made.put(lease, new Made(machine, clock.instant().plus(UNLISTED)));
    return shown(lease, machine);
  }

  @Override
  public Optional<Instance> find(LeaseId lease) throws ProviderException {
    return look(lease).stream()
        .filter(machine -> !machine.isOff())
        .findFirst()
        .map(machine -> shown(lease, machine));
  }

  @Override
  public List<Instance> owned() throws ProviderException {
    List<Instance> owned = new ArrayList<>();
    for (Told machine : living()) {
      lease(machine.name()).ifPresent(lease -> owned.add(shown(lease, machine)));
    }
    return owned;
  }

  /** Ends every machine of the lease. */
  @Override
  public void stop(LeaseId lease) throws ProviderException {
    for (Told machine : look(lease)) {
      api.delete(machine.id());
    }
    made.remove(lease);
  }

  @Override
  public String toString() {
    return "machines of " + broker;
  }

  private String create(LeaseId lease, Offer offer, Secret userData) throws ProviderException {
    try {
      return api.create(name(lease), offer, userData);
    } catch (ProviderException e) {
      throw quotes(e, userData)
          ? new ProviderException(
              provider,
              e.fault(),
              "the answer to a start quoted the document",
              e.retryAfter(),
              null)
          : e;
    }
  }

  private Instance alive(LeaseId lease, Told machine) throws ProviderException {
    if (machine.isOff()) {
      throw new ProviderException(
          provider, Fault.NO_CAPACITY, "the machine of the lease has stopped already");
    }
    return shown(lease, machine);
  }

  private static boolean quotes(ProviderException failure, Secret userData) {
    String told = String.valueOf(failure.getMessage());
    return userData
        .reveal()
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= LEAST_TELLING)
        .anyMatch(told::contains);
  }

  private List<Told> look(LeaseId lease) throws ProviderException {
    List<Told> found =
        living().stream().filter(machine -> machine.name().equals(name(lease))).toList();
    Optional<Made> remembered = Optional.ofNullable(made.get(lease));
    boolean isUnlisted =
        found.isEmpty()
            && remembered.filter(it -> clock.instant().isBefore(it.until())).isPresent();
    if (isUnlisted) {
      return List.of(remembered.orElseThrow().machine());
    }
    made.remove(lease);
    return found;
  }

  private List<Told> living() throws ProviderException {
    return api.list().stream()
        .filter(machine -> machine.state() != Instance.State.TERMINATED)
        .toList();
  }

  private Instance shown(LeaseId lease, Told machine) {
    Instant since = firstSeen.computeIfAbsent(machine.id(), any -> clock.instant());
    return new Instance(lease, machine.id(), machine.region(), machine.state(), since);
  }

  private String name(LeaseId lease) {
    return broker + "-" + lease;
  }

  /** Empty for a machine of somebody else. */
  private Optional<LeaseId> lease(String name) {
    String begin = broker + "-";
    if (!name.startsWith(begin)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LeaseId(UUID.fromString(name.substring(begin.length()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
