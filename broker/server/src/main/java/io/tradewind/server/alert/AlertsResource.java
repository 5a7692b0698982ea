package io.tradewind.server.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.alert.AlertStore.Owner;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.workload.SpecReader;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Wishes for a price. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class AlertsResource {
  static final int MOST = 500;

  private static final Money MOST_ASKED = Money.usd("1000000");
  private static final int LONGEST_NAME = 200;

  private final AlertStore store;
  private final AlertWatch watch;
  private final AlertCourier courier;
  private final SpecReader specs;
  private final ObjectMapper json;
  private final Webhooks webhooks;
  private final Caller caller;
  private final Clock clock;

  AlertsResource(
      AlertStore store,
      AlertWatch watch,
      AlertCourier courier,
      SpecReader specs,
      ObjectMapper json,
      Webhooks webhooks,
      Caller caller,
      Clock clock) {
    this.store = store;
    this.watch = watch;
    this.courier = courier;
    this.specs = specs;
    this.json = json;
    this.webhooks = webhooks;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(operationId = "listAlerts", summary = "All alerts, the newest first")
  public Uni<Page<AlertView>> list() {
    return store
        .of(caller.organization())
        .chain(
            alerts ->
                alerts.isEmpty()
                    ? Uni.createFrom().item(List.<AlertView>of())
                    : Uni.join().all(alerts.stream().map(this::view).toList()).andFailFast())
        .map(Page::whole);
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "getAlert", summary = "One alert, with its messages")
  public Uni<AlertView> get(@PathParam("id") UUID id) {
    return store
        .find(caller.organization(), id)
        .map(found -> found.orElseThrow(() -> ProblemException.notFound("alert", id)))
        .chain(this::view);
  }

  @POST
  @Operation(
      operationId = "createAlert",
      summary = "Be told when a price falls below a threshold",
      description =
          "The demand is an accelerator, a count and places, or a whole workload; it is judged"
              + " whenever the market changes, and at once. Each fall below the threshold is told"
              + " once: as an event (GET events) and to the webhook, signed.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = AlertView.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong.")
  @APIResponse(
      responseCode = "422",
      description = "The demand is wrong; each error names its field.")
  public Uni<Response> create(AlertRequest request) {
    Alert alert = alert(request);
    return store
        .add(alert, caller.subject(), MOST)
        .invoke(AlertsResource::requireRoom)
        .invoke(watch::look)
        .chain(() -> view(alert))
        .map(view -> alert.webhook().map(it -> view.withSecret(it.secret())).orElse(view))
        .map(
            view ->
                Response.created(URI.create("/api/v1/alerts/" + view.id())).entity(view).build());
  }

  @DELETE
  @Path("{id}")
  @Operation(operationId = "deleteAlert", summary = "Delete an alert and its messages")
  @APIResponse(responseCode = "204", description = "It is gone.")
  public Uni<Void> delete(@PathParam("id") UUID id) {
    return store
        .delete(caller.organization(), id)
        .invoke(
            deleted -> {
              if (!deleted) {
                throw ProblemException.notFound("alert", id);
              }
            })
        .replaceWithVoid();
  }

  @POST
  @Path("{id}/deliveries/{delivery}/retry")
  @Operation(
      operationId = "retryAlertDelivery",
      summary = "Send a message again that was given up",
      description =
          "The same message under the same delivery id, with all its tries anew. Repeating it does"
              + " no harm: a message that waits to be sent is sent once.")
  @APIResponse(
      responseCode = "200",
      description = "The alert, with the message that waits to be sent.",
      content = @Content(schema = @Schema(implementation = AlertView.class)))
  @APIResponse(responseCode = "409", description = "The message has arrived.")
  public Uni<AlertView> sendAgain(@PathParam("id") UUID id, @PathParam("delivery") UUID delivery) {
    return store
        .sendAgain(caller.organization(), Owner.ALERT, id, delivery, clock.instant())
        .chain(
            again -> get(id).invoke(alert -> requireWaiting(alert.deliveries(), delivery, again)))
        .invoke(courier::wake);
  }

  private static void requireWaiting(
      List<AlertView.DeliveryView> known, UUID delivery, boolean again) {
    String state =
        known.stream()
            .filter(it -> it.id().equals(delivery))
            .map(AlertView.DeliveryView::state)
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound("delivery", delivery));
    if (!again && state.equals("delivered")) {
      throw new ProblemException(
          409, "already_delivered", "The message %s has arrived already.".formatted(delivery));
    }
  }

  private Uni<AlertView> view(Alert alert) {
    return store
        .deliveries(Owner.ALERT, alert.id())
        .map(sent -> AlertView.of(alert, specs.tree(alert.spec()), watch.cheapest(alert), sent));
  }

  private Alert alert(@Nullable AlertRequest request) {
    if (request == null) {
      throw ProblemException.field("body", "The body is empty.", "Send the alert as JSON.");
    }
    Money under = under(request.under());
    Map<String, Object> demand = request.demand();
    var unused = specs.read(demand);
    return new Alert(
        UUID.randomUUID(),
        caller.organization(),
        name(request.title()),
        written(demand),
        under,
        webhook(request.webhookUrl()),
        clock.instant(),
        AlertState.ARMED,
        Optional.empty());
  }

  private static Money under(@Nullable String text) {
    Money money;
    try {
      money = Money.parse(text == null ? "" : text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw badThreshold(text);
    }
    if (!money.isPositive()
        || !money.currencyCode().equals("USD")
        || money.compareTo(MOST_ASKED) > 0) {
      throw badThreshold(text);
    }
    return money;
  }

  private static ProblemException badThreshold(@Nullable String text) {
    return ProblemException.field(
        "under",
        "under is '%s', which is no price of an hour in dollars.".formatted(shown(text)),
        "Write it as 18 USD; prices are compared in dollars.");
  }

  private static String shown(@Nullable String text) {
    return text == null ? "" : text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static String name(String title) {
    if (title.length() > LONGEST_NAME || title.indexOf('\0') >= 0) {
      throw ProblemException.field(
          "name",
          "The name has %d characters, or one that cannot be stored.".formatted(title.length()),
          "Write at most %d characters of plain text.".formatted(LONGEST_NAME));
    }
    return title;
  }

  private Optional<Alert.Webhook> webhook(@Nullable String url) {
    return webhooks.accept(url).map(it -> new Alert.Webhook(it.url(), it.secret()));
  }

  private String written(Map<String, Object> demand) {
    try {
      String text = json.writeValueAsString(demand);
      if (text.contains("\\u0000")) {
        throw ProblemException.field(
            "workload", "The demand holds a NUL character.", "Write plain text.");
      }
      return text;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was read as JSON cannot be written as JSON.", e);
    }
  }

  private static void requireRoom(boolean added) {
    if (!added) {
      throw new ProblemException(
          409,
          "too_many_alerts",
          "There are %d alerts already. Delete one that is not needed any more.".formatted(MOST));
    }
  }
}
