package io.tradewind.server.web;

import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.problem.Problem;
import io.tradewind.server.problem.Problems;
import io.tradewind.server.signin.Issuers;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Without an issuer that signs people in, this machine alone is served. The name in the Host header
 * counts as well as the peer: a web page elsewhere can point its own name at 127.0.0.1 and would
 * then be the same site to the browser.
 *
 * <p>Machines that were started for leases reach their own paths under the name that is set for
 * them; they bring credentials of their own.
 */
@Singleton
class LoopbackOnly implements Handler<RoutingContext> {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private static final Problem REFUSAL =
      new Problem(
          403,
          "loopback_only",
          "In standalone mode the broker answers on this machine only: use http://127.0.0.1 or"
              + " http://localhost.",
          List.of());

  private final Optional<String> nameForMachines;

  private final Issuers issuers;

  LoopbackOnly(TradewindConfig config, Issuers issuers) {
    this.issuers = issuers;
    nameForMachines =
        config.agent().brokerUrl().map(URI::getHost).map(name -> name.toLowerCase(Locale.ROOT));
  }

  @Override
  public void handle(RoutingContext context) {
    var request = context.request();
    boolean local = isLoopback(request.remoteAddress()) && isLocalName(request.authority());
    if (local || issuers.present() || isForMachines(context)) {
      context.next();
    } else {
      Problems.send(context, REFUSAL);
    }
  }

  private boolean isForMachines(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    return authority != null
        && nameForMachines.filter(authority.host().toLowerCase(Locale.ROOT)::equals).isPresent()
        && context.normalizedPath().startsWith("/agent/v1/");
  }

  private static boolean isLoopback(@Nullable SocketAddress peer) {
    return Optional.ofNullable(peer)
        .map(SocketAddress::hostAddress)
        .filter(LoopbackOnly::isLoopbackAddress)
        .isPresent();
  }

  private static boolean isLoopbackAddress(String numeric) {
    try {
      return InetAddress.getByName(numeric).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  private static boolean isLocalName(@Nullable HostAndPort authority) {
    return authority != null && NAMES.contains(authority.host().toLowerCase(Locale.ROOT));
  }
}
