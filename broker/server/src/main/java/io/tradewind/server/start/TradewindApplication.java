package io.tradewind.server.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.signin.Issuers;
import io.tradewind.server.signin.SigninLinks;
import jakarta.enterprise.event.Event;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs when the application answers: tells the person at the console where, and waits. */
public class TradewindApplication implements QuarkusApplication {
  private final TradewindConfig config;
  private final SigninLinks links;
  private final Issuers issuers;
  private final Event<BrokerStarted> started;
  private final Event<BrokerStopping> stopping;
  private final int port;

  TradewindApplication(
      TradewindConfig config,
      SigninLinks links,
      Issuers issuers,
      Event<BrokerStarted> started,
      Event<BrokerStopping> stopping,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.config = config;
    this.links = links;
    this.issuers = issuers;
    this.started = started;
    this.stopping = stopping;
    this.port = port;
  }

  @Override
  public int run(String... arguments) {
    var address = URI.create("http://127.0.0.1:" + port);
    // The console alone: the link is a credential, and the log may be kept or sent elsewhere.
    System.out.printf(
        """

        Tradewind  %s
        Sign in    %s
        Home       %s
        Ctrl-C stops.

        """,
        address, signIn(address), config.home());
    started.fireAsync(new BrokerStarted(address));
    Quarkus.waitForExit();
    stopping.fire(new BrokerStopping());
    return 0;
  }

  private String signIn(URI address) {
    return issuers.present()
        ? "with " + config.identity().issuer().orElseThrow()
        : links.issue(address).url() + "   (once, within 15 minutes)";
  }
}
