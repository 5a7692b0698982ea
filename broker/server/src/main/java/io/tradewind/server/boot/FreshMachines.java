package io.tradewind.server.boot;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Gang;
import io.tradewind.api.Secret;
import io.tradewind.matcher.workload.Resources.InterconnectWish;
import io.tradewind.server.agent.MachineBook;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Machines that come up empty for one lease, become its agent's, and go with it. Calls block. */
@ApplicationScoped
public class FreshMachines {
  /** What a machine may take over the workload's longest time: to come up, to end, to tell. */
  private static final Duration LEEWAY = Duration.ofMinutes(15);

  /** After the broker has given a start up, a token is good for nothing. */
  private static final Duration TOKEN_LEEWAY = Duration.ofMinutes(1);

  private final TradewindConfig config;
  private final Database database;
  private final MachineBook machines;
  private final AgentProgram program;
  private final BootKey key;
  private final SpecReader specs;

  FreshMachines(
      TradewindConfig config,
      Database database,
      MachineBook machines,
      AgentProgram program,
      BootKey key,
      SpecReader specs) {
    this.config = config;
    this.database = database;
    this.machines = machines;
    this.program = program;
    this.key = key;
    this.specs = specs;
  }

  /**
   * What the lease's machine boots with: the same bytes, however often it is asked for. Before it
   * is answered, the machine is written down, and its token is good for one enrolment.
   *
   * @throws IllegalStateException where this broker cannot start machines, with the setting to
   *     change
   */
  public Bootstrap prepare(LeaseEntity lease) {
    BootDocument document = document(lease);
    Secret token = key.token(lease);
    String kept =
        machines.prepare(
            new MachineBook.Draft(
                lease,
                token.reveal(),
                lease.requestedAt.plus(config.lease().startTimeout()).plus(TOKEN_LEEWAY),
                document.text(),
                document.promise()));
    return new Bootstrap(
        document.broker().uri(),
        Optional.of(token),
        Optional.of(new Secret(kept.replace(BootDocument.TOKEN, token.reveal()))),
        gang(lease),
        specs.image(workload(lease).spec, lease));
  }

  /** The same for all nodes of an attempt. */
  private Optional<Gang> gang(LeaseEntity lease) {
    if (!lease.inGang()) {
      return Optional.empty();
    }
    String name = "%s-%d".formatted(lease.workload.toString().substring(0, 23), lease.attempt);
    boolean close =
        specs.stored(workload(lease).spec).alternatives().stream()
            .anyMatch(it -> it.interconnect() == InterconnectWish.REQUIRED);
    return Optional.of(new Gang(name, lease.nodes, close));
  }

  private WorkloadEntity workload(LeaseEntity lease) {
    return database.blocking(session -> session.find(WorkloadEntity.class, lease.workload));
  }

  /** Asks the workload to end; whether its end is told, or need not be waited for. */
  public boolean isSettled(LeaseEntity lease) {
    return machines.isSettled(lease.id);
  }

  /** From now on nobody speaks for the lease's machine. */
  public void dismiss(LeaseEntity lease) {
    machines.dismiss(lease.id);
  }

  private BootDocument document(LeaseEntity lease) {
    WorkloadEntity workload = workload(lease);
    Optional<Duration> longest =
        specs
            .limits(workload.spec)
            .maxDuration()
            .map(it -> it.plus(config.lease().startTimeout()).plus(LEEWAY));
    return new BootDocument(
        lease.id,
        BrokerAddress.required(config.agent().brokerUrl()),
        program
            .content()
            .orElseThrow(
                () -> new IllegalStateException("This build of the broker carries no agent."))
            .sha256(),
        config.agent().brokerCertificate().map(FreshMachines::pem),
        patience(),
        longest);
  }

  /** A machine that ended itself before the broker gives its agent up would be lost for nothing. */
  private Duration patience() {
    Duration patience = config.agent().patience();
    Duration least = config.lease().lostAfter();
    if (patience.compareTo(least) < 0) {
      throw new IllegalStateException(
          "tradewind.agent.patience is %s; it must be no less than tradewind.lease.lost-after, %s."
              .formatted(patience, least));
    }
    return patience;
  }

  private static String pem(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "tradewind.agent.broker-certificate %s cannot be read.".formatted(file), e);
    }
  }
}
