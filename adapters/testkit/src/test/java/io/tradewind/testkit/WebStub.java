package io.tradewind.testkit;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A feed over HTTP that keeps the contract, until a test changes one thing about it. */
final class WebStub implements ProviderFactory {
  static final String LIST = "{\"offers\": 2}";
  static final String EMPTY = "{\"offers\": 0}";

  boolean readsWithoutKey;
  boolean forgetsToSendTheKey;
  boolean showsReplies;
  boolean forgetsTheWait;
  boolean believesAnything;
  Fault onLostConnection = Fault.UNREACHABLE;
  Fault onRefusedKey = Fault.CREDENTIALS_REFUSED;

  @Override
  public String name() {
    return "web";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("api-key", "The key.", "", true),
        new Setting("url", "Where the API is.", "http://127.0.0.1:1", false),
        new Setting("time-limit", "The longest call.", "PT5S", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return context.setting("api-key").isPresent() || readsWithoutKey
        ? List.of(new WebProvider(context))
        : List.of();
  }

  private final class WebProvider implements Provider {
    private final ProviderContext context;

    WebProvider(ProviderContext context) {
      this.context = context;
    }

    @Override
    public ProviderId id() {
      return StubFactory.ID;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.SPOT, Capability.AVAILABILITY);
    }

    @Override
    public OfferFeed offers() throws ProviderException {
      HttpResponse<String> reply = send();
      if (reply.statusCode() == 429 || reply.statusCode() == 503) {
        return throttled(reply);
      }
      if (reply.statusCode() != 200) {
        throw failure(named(reply.statusCode()), shown(reply));
      }
      if (reply.body().equals(EMPTY)) {
        return OfferFeed.of(List.of());
      }
      if (!believesAnything && !reply.body().equals(LIST)) {
        throw failure(Fault.UNEXPECTED, "200 with " + reply.body());
      }
      return StubOffers.live(context);
    }

    private OfferFeed throttled(HttpResponse<String> reply) throws ProviderException {
      Optional<Duration> wait =
          reply.headers().firstValue("Retry-After").map(Long::parseLong).map(Duration::ofSeconds);
      if (wait.equals(Optional.of(Duration.ZERO))) {
        return offers();
      }
      Optional<Duration> told = forgetsTheWait ? Optional.empty() : wait;
      throw new ProviderException(id(), Fault.THROTTLED, "throttled", told, null);
    }

    private Fault named(int status) {
      if (status == 401 || status == 403) {
        return onRefusedKey;
      }
      return status >= 500 ? Fault.UNREACHABLE : Fault.UNEXPECTED;
    }

    private String shown(HttpResponse<String> reply) {
      return showsReplies ? reply.body() : "status " + reply.statusCode();
    }

    private HttpResponse<String> send() throws ProviderException {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(setting("url") + "/list"));
      if (!forgetsToSendTheKey) {
        request.header("X-Key", setting("api-key"));
      }
      request.timeout(Duration.parse(setting("time-limit")));
      try {
        return HttpClient.newHttpClient()
            .send(request.build(), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new ProviderException(id(), onLostConnection, "lost", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProviderException(id(), Fault.UNREACHABLE, "interrupted", e);
      }
    }

    private ProviderException failure(Fault fault, String message) {
      return new ProviderException(id(), fault, message);
    }

    private String setting(String key) {
      return context.setting(key).orElse("");
    }

    @Override
    public Optional<Provisioner> provisioner() {
      return Optional.empty();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "the web stub";
    }
  }
}
