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
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

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

  /** What an answer may hold of a document that was sent in code. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9+/]{40,}={0,2}");

  /** A refusal: a status of HTTP or of gRPC that says so. Nothing was made. */
  private static final Pattern REFUSED =
      Pattern.compile("answered (4\\d\\d|(?!UNKNOWN)[A-Z_]{4,}:)");

  /** Names of machines end as names of hosts often. */
  private static final int LONGEST_HOST_NAME = 63;

  /** Digits of a lease where its usual form is too long for a name. */
  private static final int RADIX = 36;

  private static final int HEXADECIMAL = 16;

  private static final int SHORT_DIGITS = 25;

  private final ProviderId provider;
  private final Api api;
  private final String broker;
  private final Clock clock;
  private final Map<LeaseId, Made> made = new ConcurrentHashMap<>();
  private final Map<String, Instant> firstSeen = new ConcurrentHashMap<>();

  /** The machines of one account, in the API's own words. */
  public interface Api {
    /** How long asking for a machine may take; see {@link Provisioner#LONGEST_REQUEST}. */
    Duration longestRequest();

    /** Every machine of the account, all pages, those that are ending included. */
    List<Told> list() throws ProviderException;

    /** Looks up, or makes, what a machine needs besides; the machine itself is made after. */
    Making prepare(Order order) throws ProviderException;

    /** Succeeds for what is gone. */
    void delete(String id) throws ProviderException;

    /** How long a name may be. */
    default int longestName() {
      return LONGEST_HOST_NAME;
    }

    /**
     * Ends what bears the name besides machines, such as a script that it boots with. Called when a
     * lease is stopped, after its machines, whether or not there were any.
     */
    default void clean(String name) throws ProviderException {}
  }

  /** The same over plain REST. */
  public interface RestApi extends Api {
    /** What machines are asked for through; see {@link RestClient#making}. */
    RestClient maker();

    @Override
    default Duration longestRequest() {
      return maker().longestCall();
    }
  }

  /**
   * A machine to be made.
   *
   * @param document that it boots with
   * @param image that the workload runs in, for what is itself a container
   */
  public record Order(String name, Offer offer, Secret document, Optional<String> image) {}

  /** Asks for a machine, once. */
  @FunctionalInterface
  public interface Making {
    /**
     * @return the id of the new machine
     */
    String make() throws ProviderException;
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
    Duration longest = api.longestRequest();
    if (longest.compareTo(LONGEST_REQUEST) > 0) {
      throw new IllegalArgumentException(
          "A machine of %s may be asked for during %s; the lease is ours for %s. Give up earlier."
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
    Making making = prepare(new Order(name(lease), offer, userData, bootstrap.image()));
    if (clock.instant().isAfter(begun.plus(LONGEST_LOOK))) {
      throw new ProviderException(
          provider,
          Fault.UNREACHABLE,
          "the list of machines took longer than %s; nothing is started on an old one"
              .formatted(LONGEST_LOOK));
    }
    String id = make(making, userData);
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
    clean(lease);
    made.remove(lease);
  }

  @Override
  public String toString() {
    return "machines of " + broker;
  }

  private Making prepare(Order order) throws ProviderException {
    try {
      return api.prepare(order);
    } catch (ProviderException e) {
      throw told(e, order.document());
    }
  }

  private String make(Making making, Secret userData) throws ProviderException {
    try {
      return making.make();
    } catch (ProviderException e) {
      throw told(e, userData);
    }
  }

  private void clean(LeaseId lease) throws ProviderException {
    try {
      api.clean(name(lease));
    } catch (ProviderException e) {
      throw shown(e, e.fault(), concealed(words(e)));
    }
  }

  /** What was accepted and cannot be read is to be looked up; nothing of the document is shown. */
  private ProviderException told(ProviderException failure, Secret userData) {
    String words = words(failure);
    boolean isUnread = failure.fault() == Fault.UNEXPECTED && !REFUSED.matcher(words).find();
    return shown(
        failure,
        isUnread ? Fault.UNREACHABLE : failure.fault(),
        quotes(words, userData) ? "the answer to a start quoted the document" : concealed(words));
  }

  private String words(ProviderException failure) {
    return String.valueOf(failure.getMessage()).substring((provider + ": ").length());
  }

  private static String concealed(String words) {
    return CODE.matcher(words).replaceAll("••••");
  }

  private ProviderException shown(ProviderException failure, Fault fault, String words) {
    return new ProviderException(provider, fault, words, failure.retryAfter(), null);
  }

  private Instance alive(LeaseId lease, Told machine) throws ProviderException {
    if (machine.isOff()) {
      throw new ProviderException(
          provider, Fault.NO_CAPACITY, "the machine of the lease has stopped already");
    }
    return shown(lease, machine);
  }

  private static boolean quotes(String told, Secret userData) {
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
    String whole = broker + "-" + lease;
    return whole.length() <= api.longestName() ? whole : broker + "-" + shortened(lease);
  }

  private static String shortened(LeaseId lease) {
    String digits = lease.value().toString().replace("-", "");
    String text = new BigInteger(digits, HEXADECIMAL).toString(RADIX);
    return "0".repeat(SHORT_DIGITS - text.length()) + text;
  }

  /** Empty for a machine of somebody else. */
  private Optional<LeaseId> lease(String name) {
    String begin = broker + "-";
    return name.startsWith(begin) ? read(name.substring(begin.length())) : Optional.empty();
  }

  private static Optional<LeaseId> read(String text) {
    try {
      return Optional.of(new LeaseId(UUID.fromString(whole(text))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String whole(String text) {
    if (!text.matches("[0-9a-z]{%d}".formatted(SHORT_DIGITS))) {
      return text;
    }
    String digits = "%032x".formatted(new BigInteger(text, RADIX));
    return digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }
}
