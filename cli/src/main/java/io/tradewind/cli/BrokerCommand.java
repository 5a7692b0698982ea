package io.tradewind.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks a broker something and tells the answer. */
abstract class BrokerCommand implements Callable<Integer> {
  @Mixin private BrokerOptions where = new BrokerOptions();
  @Mixin final OutputOptions output = new OutputOptions();

  final Terminal terminal;

  BrokerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @return the exit code
   */
  abstract int run(Broker broker) throws IOException;

  @Override
  public final Integer call() throws IOException {
    return run(where.connect(terminal.environment()));
  }
}
