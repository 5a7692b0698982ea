package io.tradewind.server.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends the server with the command that started it. {@code mvn -Pstart} asks for this: whoever
 * kills Maven means the server, which would otherwise stay behind and keep the port.
 */
@ApplicationScoped
class EndsWithParent {
  void watch(
      @Observes StartupEvent started,
      @ConfigProperty(name = "launcher.ends-with-parent", defaultValue = "false") boolean wanted) {
    if (wanted) {
      ProcessHandle.current().parent().ifPresent(EndsWithParent::endWith);
    }
  }

  private static void endWith(ProcessHandle parent) {
    var unused = parent.onExit().thenRun(Quarkus::asyncExit);
  }
}
