package io.tradewind.server.signin;

import io.tradewind.server.config.TradewindConfig;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who signs people in, and what is wrong with how that is set up. */
@Singleton
public class Issuers {
  /** Nobody: one owner on this machine. */
  public static final String STANDALONE = "standalone";

  /** An issuer of OpenID Connect. */
  public static final String OPENID = "openid";

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "::1", "[::1]");
  private static final int SHORTEST_KEY = 32;

  private final TradewindConfig.Identity identity;
  private final boolean reachableByAgents;
  private final String host;

  Issuers(TradewindConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
    this.identity = config.identity();
    this.reachableByAgents = config.agent().brokerUrl().isPresent();
    this.host = host;
  }

  /** Whether people are signed in by an issuer. Otherwise only this machine is served. */
  public boolean present() {
    return identity.issuer().isPresent() && identity.audience().isPresent();
  }

  public boolean signsBrowsersIn() {
    return present() && identity.clientId().isPresent();
  }

  public String mode() {
    return present() ? OPENID : STANDALONE;
  }

  /** The one that the portal signs in with. */
  Optional<String> first() {
    return identity.issuer().map(URI::toString);
  }

  String groupsClaim() {
    return identity.groupsClaim();
  }

  String brokerAdminGroup() {
    return identity.brokerAdminGroup();
  }

  /** One sentence for each setting that leaves the broker open or half set up; no secrets. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (identity.issuer().isPresent() && identity.audience().isEmpty()) {
      faults.add(
          "tradewind.identity.issuer is set without tradewind.identity.audience: tokens for any"
              + " other program would be taken, so none is.");
    }
    if (identity.issuer().isEmpty() && somethingElseIsSet()) {
      faults.add("tradewind.identity has settings but no tradewind.identity.issuer.");
    }
    identity.issuer().ifPresent(issuer -> addIfPlain(issuer, faults));
    identity.furtherIssuers().orElse(List.of()).forEach(issuer -> addIfPlain(issuer, faults));
    if (identity.sessionKey().filter(key -> key.length() < SHORTEST_KEY).isPresent()) {
      faults.add("tradewind.identity.session-key has fewer than 32 characters.");
    }
    if (!present() && !LOOPBACK.contains(host) && !reachableByAgents) {
      faults.add(
          "quarkus.http.host is %s, but without tradewind.identity.issuer only this machine is served."
              .formatted(host));
    }
    return List.copyOf(faults);
  }

  private boolean somethingElseIsSet() {
    return identity.audience().isPresent()
        || identity.clientId().isPresent()
        || identity.clientSecret().isPresent()
        || identity.introspectionSecret().isPresent()
        || identity.furtherIssuers().isPresent();
  }

  private static void addIfPlain(URI issuer, List<String> faults) {
    boolean local = LOOPBACK.contains(Optional.ofNullable(issuer.getHost()).orElse(""));
    if (!"https".equals(issuer.getScheme()) && !local) {
      faults.add(
          "%s is no https address: its keys could be replaced on the way.".formatted(issuer));
    }
  }
}
