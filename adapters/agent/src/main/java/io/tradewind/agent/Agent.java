package io.tradewind.agent;

import io.tradewind.agent.hardware.HardwareProbe;
import io.tradewind.agent.hardware.HardwarePrograms;
import io.tradewind.api.Secret;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The agent at work, in four loops: leases are moved on, whether or not the broker is there;
 * heartbeats say that we are alive; work is asked for; reports are delivered.
 */
final class Agent {
  static final String VERSION = "0.1.0";
  static final int REFUSED = 4;

  /** Another program goes on in its place; workloads are left alone. */
  static final int UPGRADED = 5;

  private static final Logger LOG = Logger.getLogger(Agent.class.getName());
  private static final Duration BUSY = Duration.ofMillis(200);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
  private static final Duration LOOK_AT_CLUSTER = Duration.ofMinutes(1);
  private static final long BEATS_A_READING = 4;
  private static final Duration UNTIL_OVER = Duration.ofSeconds(15);
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(5);
  private static final Duration UNTIL_GONE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Identity identity;
  private final SteeredClock clock;
  private final Leases leases;
  private final BrokerCalls broker;
  private final Courier courier;
  private final HardwareProbe hardware;
  private final Discovery discovery;
  private final boolean elsewhere;
  private final SelfTests selfTests;
  private final Upgrades upgrades;
  private final SealKeys sealKeys;
  private final Loops loops;
  private final String bootId = UUID.randomUUID().toString();
  private final Bell leaseBell = new Bell();
  private final Bell courierBell = new Bell();
  private final Bell heartbeatBell = new Bell();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** The broker knows that this agent is there, and the keys that it seals to. */
  private final CountDownLatch known = new CountDownLatch(1);

  private final AtomicInteger exitCode = new AtomicInteger();
  private final AtomicInteger enrolments = new AtomicInteger();
  private final AtomicLong heartbeatSequence = new AtomicLong();

  /**
   * What was last discovered, while the broker or a scheduler is away; of the heartbeats' thread.
   */
  private @Nullable Inventory discovered;

  Agent(
      Settings settings,
      Identity identity,
      SteeredClock clock,
      LeaseRun.Surroundings around,
      StateFolder folder,
      Upgrade upgrade)
      throws IOException {
    this.settings = settings;
    this.identity = identity;
    this.clock = clock;
    this.leases = new Leases(folder.leases(), around);
    Http http = new Http(settings.broker(), trust(settings), clock::hear);
    Optional<HeardFile> heard =
        settings.heardFile().map(file -> new HeardFile(file, around.machine()));
    this.broker =
        new BrokerCalls(
            http,
            identity,
            clock,
            () -> {
              leases.contact();
              heard.ifPresent(HeardFile::heard);
            });
    this.courier = new Courier(leases, broker);
    this.hardware =
        new HardwareProbe(
            folder.root().getRoot(),
            HardwarePrograms.ofThisMachine(),
            around.machine()::uptimeMicros);
    this.discovery =
        new Discovery(
            folder.root().getRoot(),
            folder.root(),
            around.executors().usable(),
            hardware,
            around.executors()::capacity);
    this.elsewhere = around.executors().areElsewhere();
    this.selfTests = new SelfTests(settings, folder.root(), broker, elsewhere);
    this.upgrades = new Upgrades(upgrade, broker, heartbeatBell::ring);
    this.sealKeys = around.keys();
    this.loops = new Loops(settings.mostBackoff(), stopping, stopped);
  }

  /** Works until {@link #stop} or until the broker refuses this agent; returns the exit code. */
  int run() throws IOException, InterruptedException {
    leases.restore();
    loops.start("leases", this::tickLeases);
    try {
      repeat("enrol", this::enrolIfNew);
      Thread heartbeats = loops.start("heartbeats", () -> repeat("heartbeat", this::heartbeats));
      Thread work = loops.start("work", () -> repeat("work", this::askForWork));
      loops.start("reports", () -> repeat("report", this::deliverReports));
      Thread notices = loops.start("notices", () -> repeat("notice", this::watchForInterruption));
      stopping.await();
      heartbeats.interrupt();
      work.interrupt();
      notices.interrupt();
      endWorkloads();
    } finally {
      stopped.countDown();
      selfTests.stop();
      if (!loops.join(UNTIL_GONE)) {
        LOG.warning("Not all that this agent does has come to its end");
      }
    }
    return exitCode.get();
  }

  /** Ends the agent, and its workloads unless they are to go on. Returns when that is done. */
  void stop() throws InterruptedException {
    stopping.countDown();
    leaseBell.ring();
    if (!stopped.await(
        UNTIL_OVER.plus(UNTIL_TOLD).plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warning("The agent did not come to its end in time");
    }
  }

  private void endWorkloads() throws InterruptedException {
    boolean stays = settings.keepRunningOnExit() && exitCode.get() == 0;
    if (stays || exitCode.get() == UPGRADED) {
      LOG.info("Stopping; workloads go on");
      return;
    }
    LOG.info("Stopping, and ending workloads");
    leases.endAll("The agent was stopped.");
    leaseBell.ring();
    await(UNTIL_OVER, leases::areAllOver);
    courierBell.ring();
    await(exitCode.get() == 0 ? UNTIL_TOLD : Duration.ZERO, leases::areAllSettled);
  }

  private static void await(Duration most, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    Bell never = new Bell();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      never.await(Duration.ofMillis(50));
    }
  }

  private void tickLeases() throws InterruptedException {
    while (stopped.getCount() > 0) {
      leases.tick();
      leaseBell.await(leases.areAllOver() ? IDLE : BUSY);
    }
  }

  private void enrolIfNew()
      throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    if (!identity.isEnrolled()) {
      enrol();
    }
  }

  private void enrol()
      throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    Secret token = settings.token().orElseThrow();
    identity.remember(broker.enrol(identity.enrolment(token, VERSION)), token);
    enrolments.incrementAndGet();
    LOG.info("Enrolled as agent %s of site %s".formatted(identity.agentId(), identity.siteId()));
  }

  private void heartbeats()
      throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    Inventory inventory = discovered == null ? discovery.inventory() : lookAgain(discovered);
    discovered = inventory;
    // The owner's jobs come and go on a cluster; a machine stays as it is.
    Duration pause = elsewhere ? LOOK_AT_CLUSTER : LOOK_AGAIN;
    Instant lookAgain = clock.instant().plus(pause);
    while (!isStopping()) {
      if (clock.instant().isAfter(lookAgain)) {
        inventory = lookAgain(inventory);
        discovered = inventory;
        lookAgain = clock.instant().plus(pause);
        changeKeyIfDue();
      }
      heartbeatBell.await(heartbeat(inventory));
    }
  }

  /** A scheduler that is away for a moment must not silence the agent. */
  private Inventory lookAgain(Inventory before) throws InterruptedException {
    try {
      return discovery.inventory();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "What may be offered is not known; it is asked again", e);
      return before;
    }
  }

  private void changeKeyIfDue()
      throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    if (settings.ephemeral()) {
      return;
    }
    if (sealKeys.renewIfDue(clock.instant())) {
      LOG.info("This agent has a new key for secrets");
    }
    if (identity.isDue(clock.instant())) {
      broker.changeKey(identity.next(clock.instant()));
      identity.adopt();
      LOG.info("This agent has a new key");
    }
  }

  private Duration heartbeat(Inventory inventory)
      throws BrokerAwayException, RefusedException, InterruptedException {
    Heartbeat heartbeat =
        new Heartbeat(
            heartbeatSequence.incrementAndGet(),
            bootId,
            inventory.hash(),
            clock.instant(),
            leases.forHeartbeat(),
            OwnAddress.towards(settings.broker()).orElse(null),
            reading(),
            upgrades.told(),
            sealKeys.announced());
    try {
      Heartbeat.Reply reply = broker.heartbeat(heartbeat);
      clock.hear(reply.brokerTime());
      known.countDown();
      goOnWith(reply.program());
      if (reply.selfTest() != null) {
        selfTests.run(reply.selfTest(), reply.landmarks());
      }
      if (reply.inventoryWanted()) {
        broker.inventory(inventory);
        LOG.info("Told the broker this machine's inventory");
      }
      long seconds = reply.nextIntervalSeconds();
      return seconds > 0 && seconds <= 300 ? Duration.ofSeconds(seconds) : settings.heartbeat();
    } catch (RefusedException e) {
      if (e.refusal() != AgentRefusal.STALE_HEARTBEAT) {
        throw e;
      }
      return settings.heartbeat();
    }
  }

  private void goOnWith(@Nullable String program) {
    boolean idle = leases.unsettled().isEmpty();
    if (!settings.ephemeral() && !isStopping() && upgrades.heard(program, idle)) {
      LOG.info("Another program of this agent goes on");
      exitCode.set(UPGRADED);
      stopping.countDown();
    }
  }

  /** Asking drivers takes time: not at every heartbeat. Of other machines there is none. */
  private Heartbeat.@Nullable Reading reading() throws InterruptedException {
    return !elsewhere && heartbeatSequence.get() % BEATS_A_READING == 1 ? hardware.reading() : null;
  }

  private void askForWork()
      throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    known.await();
    String cursor = "";
    while (!isStopping()) {
      LeaseWork.Page page = broker.work(cursor, settings.poll());
      for (LeaseWork work : page.items()) {
        hear(work);
      }
      cursor = page.cursor();
    }
  }

  private void hear(LeaseWork work) throws IOException {
    try {
      leases.hear(work);
    } catch (IllegalArgumentException e) {
      LOG.log(Level.SEVERE, "The broker sent work that cannot be understood", e);
    }
    leaseBell.ring();
    courierBell.ring();
  }

  private void watchForInterruption()
      throws BrokerAwayException, RefusedException, InterruptedException {
    if (settings.ephemeral()) {
      MetadataService service = new MetadataService(settings.metadata());
      new InterruptionWatch(service, leases, broker, clock, leaseBell).run(this::isStopping);
    }
  }

  private void deliverReports()
      throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    while (stopped.getCount() > 0) {
      if (!courier.round()) {
        if (settings.ephemeral() && leases.areDone()) {
          LOG.info("The lease of this machine is over and told");
          stopping.countDown();
        }
        courierBell.await(leases.unsettled().isEmpty() ? IDLE : BUSY);
      }
    }
  }

  /** Runs a loop until it ends by itself or the agent stops. */
  private void repeat(String what, Loops.Loop loop) throws InterruptedException {
    AtomicInteger before = new AtomicInteger();
    loops.repeat(
        what,
        () -> {
          before.set(enrolments.get());
          loop.run();
        },
        refusal -> refused(refusal, before.get()));
  }

  /**
   * The broker refuses this agent as a whole: it enrols anew when it may, or ends.
   *
   * @param enrolment how often it had enrolled when the refused loop began; another loop may have
   *     enrolled it anew meanwhile
   */
  private synchronized void refused(RefusedException e, int enrolment) throws InterruptedException {
    // What was refused to an enrolment before says nothing of this one: a call may have begun with
    // the old site's path and gone out with the new bearer.
    if (enrolment != enrolments.get()) {
      return;
    }
    boolean mayEnrol = settings.token().filter(token -> !identity.hasSpent(token)).isPresent();
    if (e.refusal() == AgentRefusal.AGENT_UNKNOWN && mayEnrol) {
      LOG.warning("The broker does not know this agent any more; it enrols anew");
      repeat("enrol", this::enrol);
      return;
    }
    LOG.severe("The broker refuses this agent: " + e.getMessage());
    exitCode.set(REFUSED);
    stopping.countDown();
  }

  private static Optional<SSLContext> trust(Settings settings) throws IOException {
    return settings.brokerCertificate().isPresent()
        ? Optional.of(BrokerTrust.in(settings.brokerCertificate().get()))
        : Optional.empty();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }
}
