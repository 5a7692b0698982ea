package io.tradewind.server.testing;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.server.agent.AgentGate;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.database.Database;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.signin.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A place to test in: sites with agents, scripted sellers, and workloads that name them. There with
 * {@link LeaseProfile} only.
 */
@Alternative
@ApplicationScoped
public class Town {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** By how much the clock goes ahead at each look. */
  private static final Duration FASTER = Duration.ofMillis(125);

  private final Database database;
  private final AgentGate gate;
  private final FeedPoller feeds;
  private final LiveMarket market;
  private final ObjectMapper json;
  private final MovableClock clock;

  Town(
      Database database,
      AgentGate gate,
      FeedPoller feeds,
      LiveMarket market,
      ObjectMapper json,
      MovableClock clock) {
    this.database = database;
    this.gate = gate;
    this.feeds = feeds;
    this.market = market;
    this.json = json;
    this.clock = clock;
  }

  /** A site of 4 vCPUs whose agent has moved in and whose offers are on the market. */
  public Home settle(String ask) {
    UUID site = foundSite(ask);
    String seller = sellerOf(site);
    TestAgent agent = agent().moveIn(enrolmentToken(site), 4, 8192);
    feeds.refresh(new ProviderId("datacenter"));
    eventually(() -> market.market().stream().toList(), all -> sells(all, seller));
    return new Home(site, seller, agent);
  }

  /** A site, the name under which it sells, and its agent. */
  public record Home(UUID site, String seller, TestAgent agent) {}

  private static boolean sells(List<io.tradewind.api.Offer> offers, String seller) {
    return offers.stream()
        .anyMatch(
            offer ->
                offer.provider().value().equals(seller) && offer.availability().state().mayStart());
  }

  public UUID foundSite(String ask) {
    SiteEntity site = new SiteEntity();
    site.id = UUID.randomUUID();
    site.organization = Tenants.DEFAULT_ORGANIZATION;
    site.name = "Site " + site.id;
    site.provider = sellerOf(site.id);
    site.region = "hall";
    site.city = "Town";
    site.country = "DE";
    site.gridZone = "DE";
    site.ask = new BigDecimal(ask);
    site.currency = "USD";
    site.listing = "by_name";
    site.createdAt = clock.instant();
    database.blocking(session -> session.persist(site));
    return site.id;
  }

  private static String sellerOf(UUID site) {
    return "site-" + site.toString().substring(0, 8);
  }

  public String enrolmentToken(UUID site) {
    return Database.await(gate.issueEnrolmentToken(site, Duration.ofMinutes(15)));
  }

  public TestAgent agent() {
    return new TestAgent(broker(), clock);
  }

  /** Waits until the market knows the scripted offers. */
  public void open(OfferId... offers) {
    open(ScriptedProvider.ID, offers);
  }

  /** The same for offers of another provider. */
  public void open(ProviderId provider, OfferId... offers) {
    feeds.refresh(provider);
    eventually(
        () -> List.of(offers).stream().filter(id -> market.market().find(id).isEmpty()).toList(),
        List::isEmpty);
  }

  /** Waits until the market has lost an offer, or its price is this. */
  public void refreshUntil(Predicate<LiveMarket> condition) {
    feeds.refresh(ScriptedProvider.ID);
    eventually(() -> market, condition);
  }

  /** Plainly, as {@link #get}. */
  public String submit(String seller, String more) {
    String submitted =
        send(
            request("/api/v1/workloads")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(probe(seller, more))),
            201);
    return read(submitted).path("id").asText();
  }

  public Response submitted(String seller, String more) {
    return yaml().body(probe(seller, more)).post("/api/v1/workloads");
  }

  private static String probe(String seller, String more) {
    return """
        name: probe
        resources: { cpus: 1+ }
        run: echo hello
        placement: { providers: { allow: [%s] } }
        %s
        """
        .formatted(seller, more);
  }

  /** A request of the owner whose body is YAML. */
  public static RequestSpecification yaml() {
    return asOwner()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .encodeContentTypeAs("application/yaml", ContentType.TEXT)))
        .contentType("application/yaml");
  }

  public JsonNode workload(String id) {
    return get("/api/v1/workloads/" + id);
  }

  /** Plainly: tests that look after every step spend most of their time on the look otherwise. */
  public JsonNode get(String path) {
    return read(send(request(path), 200));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(broker().resolve(path))
        .header("Authorization", "Bearer " + Owner.token())
        .header("Accept", "application/json");
  }

  private static String send(HttpRequest.Builder request, int expected) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI broker() {
    return URI.create("http://localhost:" + io.restassured.RestAssured.port);
  }

  /** Waits for the workload to be in a state, {@linkplain #soon soon}. */
  public JsonNode become(String workload, String state) {
    return soon(() -> workload(workload), it -> it.path("state").asText().equals(state));
  }

  /** Waits for the workload's newest lease to be in a state, {@linkplain #soon soon}. */
  public JsonNode leaseBecomes(String workload, String state) {
    return soon(
            () -> workload(workload), it -> it.path("lease").path("state").asText().equals(state))
        .path("lease");
  }

  /** Waits, and time passes some five times as fast: what the broker pauses for comes soon. */
  public <T> T soon(Supplier<T> look, Predicate<T> condition) {
    return eventually(look, seen -> condition.test(seen) || stillWaits());
  }

  private boolean stillWaits() {
    clock.advance(FASTER);
    return false;
  }

  public static void cancel(String workload) {
    send(
        request("/api/v1/workloads/" + workload + "/cancel")
            .POST(HttpRequest.BodyPublishers.noBody()),
        202);
  }

  public static Response asStranger(String path) {
    return given().get(path);
  }
}
