package io.tradewind.server.budget;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.Webhooks;
import io.tradewind.server.mail.Mailbox;
import io.tradewind.server.mail.Post;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How much may be spent. */
@Path("/api/v1/budgets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class BudgetsResource {
  private static final int MOST = 500;

  private final BudgetStore store;
  private final Webhooks webhooks;
  private final Post post;
  private final Caller caller;
  private final Clock clock;

  BudgetsResource(BudgetStore store, Webhooks webhooks, Post post, Caller caller, Clock clock) {
    this.store = store;
    this.webhooks = webhooks;
    this.post = post;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(operationId = "listBudgets", summary = "All budgets, and what is used, held and left")
  public Uni<Page<BudgetView>> list() {
    Instant now = clock.instant();
    return store
        .of(caller.organization(), now)
        .map(all -> Page.whole(all.stream().map(it -> view(it, now)).toList()));
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "getBudget", summary = "One budget")
  public Uni<BudgetView> get(@PathParam("id") UUID id) {
    return standing(id).map(it -> view(it, clock.instant()));
  }

  @POST
  @Operation(
      operationId = "createBudget",
      summary = "Limit what may be spent",
      description =
          "Each new lease sets aside what it may cost: its time at its rate, else its max_cost, else"
              + " some hours. Where that does not fit below the lowest block or stop threshold the"
              + " workload is refused with budget_exceeded. At a stop threshold leases end before it is"
              + " passed. What this period has cost already counts.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = BudgetView.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong.")
  public Uni<Response> create(BudgetBody body) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Budget budget = budget(body, UUID.randomUUID(), caller.subject(), now);
    requirePost(List.of(), budget.mailTo());
    return requireProject(budget)
        .chain(() -> store.add(budget, MOST))
        .invoke(BudgetsResource::requireRoom)
        .chain(() -> standing(budget.id()))
        .map(it -> told(view(it, now), budget.webhook()))
        .map(
            view ->
                Response.created(URI.create("/api/v1/budgets/" + view.id())).entity(view).build());
  }

  @PUT
  @Path("{id}")
  @Operation(
      operationId = "changeBudget",
      summary = "Change a budget's name, amount, thresholds, webhook or mailboxes",
      description =
          "Its project, user, period and currency stay. Where a stop threshold comes to lie below what"
              + " is held, running leases ask for their funds anew, and those that get none are ended.")
  @APIResponse(responseCode = "400", description = "A field is wrong.")
  @APIResponse(responseCode = "409", description = "It would count something else.")
  public Uni<BudgetView> change(@PathParam("id") UUID id, BudgetBody body) {
    Instant now = clock.instant();
    return standing(id)
        .chain(
            old -> {
              Budget before = old.budget();
              Budget sent = budget(body, id, before.createdBy(), before.createdAt());
              Budget after = keepingSecret(before, sent);
              requireSame(before, after);
              requirePost(before.mailTo(), after.mailTo());
              return store
                  .change(after, now)
                  .chain(() -> standing(id))
                  .map(it -> told(view(it, now), fresh(before, after)));
            });
  }

  @DELETE
  @Path("{id}")
  @Operation(operationId = "deleteBudget", summary = "Delete a budget; nothing that runs is ended")
  @APIResponse(responseCode = "204", description = "It is gone.")
  public Uni<Void> delete(@PathParam("id") UUID id) {
    return store
        .delete(caller.organization(), id)
        .invoke(
            deleted -> {
              if (!deleted) {
                throw ProblemException.notFound("budget", id);
              }
            })
        .replaceWithVoid();
  }

  private Budget budget(@Nullable BudgetBody body, UUID id, String by, Instant at) {
    if (body == null) {
      throw ProblemException.field("body", "The body is empty.", "Send the budget as JSON.");
    }
    Optional<Budget.Webhook> webhook =
        webhooks.accept(body.webhookUrl()).map(it -> new Budget.Webhook(it.url(), it.secret()));
    return body.budget(id, caller.organization(), webhook, by, at);
  }

  /** The same address keeps its secret. */
  private static Budget keepingSecret(Budget before, Budget sent) {
    boolean same =
        before.webhook().map(Budget.Webhook::url).equals(sent.webhook().map(Budget.Webhook::url));
    return new Budget(
        sent.id(),
        sent.organization(),
        sent.project(),
        sent.subject(),
        sent.name(),
        sent.period(),
        sent.amount(),
        sent.thresholds(),
        same ? before.webhook() : sent.webhook(),
        sent.mailTo(),
        sent.createdBy(),
        sent.createdAt());
  }

  private static Optional<Budget.Webhook> fresh(Budget before, Budget after) {
    return after.webhook().filter(it -> !before.webhook().equals(Optional.of(it)));
  }

  private static void requireSame(Budget before, Budget after) {
    if (!before.countsWhat(after)) {
      throw new ProblemException(
          409,
          "budget_counts_other",
          "A budget keeps its project, user, period and currency. Make another one, and delete this.");
    }
  }

  /** Nobody is promised a letter that no mail server takes. */
  private void requirePost(List<Mailbox> before, List<Mailbox> after) {
    for (int i = 0; i < after.size(); i++) {
      Mailbox to = after.get(i);
      if (!before.contains(to) && !(post.isOpen() && post.delivers(to))) {
        throw ProblemException.field(
            "mailTo[%d]".formatted(i),
            "This broker sends no mail to %s.".formatted(to),
            "Whoever runs it sets tradewind.mail; until then use webhookUrl.");
      }
    }
  }

  private Uni<Void> requireProject(Budget budget) {
    if (budget.project().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return store
        .hasProject(budget.organization(), budget.project().get())
        .invoke(
            known -> {
              if (!known) {
                throw ProblemException.field(
                    "project", "There is no such project.", "GET projects lists them.");
              }
            })
        .replaceWithVoid();
  }

  private static void requireRoom(boolean added) {
    if (!added) {
      throw new ProblemException(
          409,
          "too_many_budgets",
          "There are %d budgets already. Delete one that is not needed any more.".formatted(MOST));
    }
  }

  private Uni<BudgetStore.Standing> standing(UUID id) {
    return store
        .find(caller.organization(), id, clock.instant())
        .map(found -> found.orElseThrow(() -> ProblemException.notFound("budget", id)));
  }

  private static BudgetView view(BudgetStore.Standing standing, Instant now) {
    return BudgetView.of(standing.budget(), standing.used(), standing.taken(), now);
  }

  private static BudgetView told(BudgetView view, Optional<Budget.Webhook> fresh) {
    return fresh.map(it -> view.withSecret(it.secret())).orElse(view);
  }
}
