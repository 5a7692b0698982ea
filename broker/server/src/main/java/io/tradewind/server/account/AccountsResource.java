package io.tradewind.server.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.AccountKind;
import io.tradewind.api.ProviderId;
import io.tradewind.server.account.AccountViews.AccountView;
import io.tradewind.server.account.AccountViews.KindView;
import io.tradewind.server.database.Database;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.FieldProblem;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An organization's own accounts with sellers. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
    name = "accounts",
    description =
        "An organization's own connections to sellers: what can be seen can then be leased.")
public class AccountsResource {
  private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}";
  private static final AccountStore.Draft NOTHING = new AccountStore.Draft(Map.of(), Map.of());

  private final AccountBook book;
  private final AccountStore store;
  private final AccountKinds kinds;
  private final AccountChecks checks;
  private final Installation installation;
  private final References references;
  private final Caller caller;
  private final ObjectMapper json;
  private final Clock clock;

  AccountsResource(
      AccountBook book,
      AccountStore store,
      AccountKinds kinds,
      AccountChecks checks,
      Installation installation,
      References references,
      Caller caller,
      ObjectMapper json,
      Clock clock) {
    this.book = book;
    this.store = store;
    this.kinds = kinds;
    this.checks = checks;
    this.installation = installation;
    this.references = references;
    this.caller = caller;
    this.json = json;
    this.clock = clock;
  }

  /** For the contract alone: the body is read without an object that could print it. */
  @Schema(name = "AccountDraft")
  record DraftBody(
      @Schema(required = true, examples = "aws") String provider,
      @Schema(required = true) String name,
      @Schema(required = true) Map<String, String> settings) {}

  /** For the contract alone. */
  @Schema(name = "AccountChange")
  record ChangeBody(
      @Schema(
              required = true,
              description = "A setting that is left out stays; one that is null or empty goes.")
          Map<String, String> settings) {}

  @GET
  @Path("account-kinds")
  @Operation(
      operationId = "listAccountKinds",
      summary = "Sellers with whom an account can be connected, and what to grant it")
  public Page<KindView> kinds() {
    AccountKind.Names names = installation.names(caller.organization());
    return Page.whole(kinds.all().stream().map(kind -> KindView.of(kind, names)).toList());
  }

  @GET
  @Path("accounts")
  @Operation(operationId = "listAccounts", summary = "The organization's accounts")
  public Page<AccountView> list() {
    book.refresh();
    Set<UUID> visible = Database.await(store.visible());
    return Page.whole(
        book.of(caller.organization()).stream()
            .filter(account -> visible.contains(account.id()))
            .map(this::view)
            .toList());
  }

  @GET
  @Path("accounts/{id}")
  @Operation(operationId = "getAccount", summary = "One account: its state, rights and quotas")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AccountView.class)))
  @APIResponse(responseCode = "404", description = "The organization has no such account.")
  public AccountView get(@PathParam("id") UUID id) {
    return view(own(id));
  }

  @POST
  @Path("accounts")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "connectAccount",
      summary = "Connect an account, and check what it may do",
      description =
          "It is stored whatever the check says, which is told by its state and in words. Secrets"
              + " are sealed and never shown again.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = DraftBody.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = AccountView.class)))
  @APIResponse(responseCode = "409", description = "There is one of this name.")
  @APIResponse(
      responseCode = "422",
      description = "Settings are wrong; each error names its field.")
  public Response connect(String body) {
    AccountBody sent = AccountBody.parse(json, body);
    AccountKind kind = kind(sent.text("provider", "[a-z0-9-]{1,63}", known()));
    String name =
        sent.text("name", NAME, "Use up to 100 letters, digits, spaces, '.', '_' and '-'.");
    UUID organization = caller.organization();
    AccountStore.Draft draft = sent.settings(kind, references, organization, NOTHING);
    Account account =
        new Account(
            UUID.randomUUID(),
            organization,
            kind.seller(),
            name,
            draft.plain(),
            AccountState.UNCHECKED,
            "Not checked yet.",
            Optional.empty(),
            1,
            Optional.empty(),
            clock.instant(),
            caller.subject());
    Database.await(store.insert(account, draft));
    checks.check(account, caller.subject());
    return Response.created(URI.create("/api/v1/accounts/" + account.id()))
        .entity(view(own(account.id())))
        .build();
  }

  @PUT
  @Path("accounts/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changeAccount",
      summary = "Change settings, such as a key that is replaced, and check again")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ChangeBody.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AccountView.class)))
  @APIResponse(
      responseCode = "422",
      description = "Settings are wrong; each error names its field.")
  public AccountView change(@PathParam("id") UUID id, String body) {
    Account account = own(id);
    AccountStore.Draft kept =
        new AccountStore.Draft(account.settings(), Database.await(store.secrets(id)));
    AccountStore.Draft draft =
        AccountBody.parse(json, body)
            .settings(kind(account.seller().value()), references, account.organization(), kept);
    Database.await(store.change(account, draft, caller.subject()));
    book.refresh();
    checks.check(own(id), caller.subject());
    return view(own(id));
  }

  @POST
  @Path("accounts/{id}/check")
  @Operation(operationId = "checkAccount", summary = "Ask the seller what the account may do")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AccountView.class)))
  public AccountView check(@PathParam("id") UUID id) {
    checks.check(own(id), caller.subject());
    return view(own(id));
  }

  @DELETE
  @Path("accounts/{id}")
  @Operation(
      operationId = "disconnectAccount",
      summary = "Disconnect an account, and delete its credentials",
      description = "Refused while leases run in it: they could not be ended any more.")
  @APIResponse(responseCode = "204", description = "It is disconnected.")
  @APIResponse(responseCode = "409", description = "Leases run in it; each error names one.")
  public void disconnect(@PathParam("id") UUID id) {
    List<UUID> leases = Database.await(store.disconnect(own(id), caller.subject()));
    if (!leases.isEmpty()) {
      throw new ProblemException(
          409,
          "account_in_use",
          "%d leases run in this account, and could not be ended without it."
              .formatted(leases.size()),
          leases.stream()
              .map(
                  lease ->
                      new FieldProblem(
                          "lease", lease.toString(), "Cancel its workload, or wait for its end."))
              .toList());
    }
    book.refresh();
  }

  private AccountView view(Account account) {
    String title =
        kinds.find(account.seller()).map(AccountKind::title).orElse(account.seller().value());
    return AccountViews.view(account, title, Database.await(store.openLeases(account.id())));
  }

  /** The book holds those of all organizations, so the database is asked too. */
  private Account own(UUID id) {
    book.refresh();
    return book.find(caller.organization(), id)
        .filter(account -> Database.await(store.visible()).contains(account.id()))
        .orElseThrow(() -> ProblemException.notFound("account", id));
  }

  private AccountKind kind(String provider) {
    return kinds
        .find(new ProviderId(provider))
        .orElseThrow(
            () ->
                ProblemException.field(
                    "provider", "No account can be connected with that provider.", known()));
  }

  private String known() {
    return kinds.all().stream()
        .map(kind -> kind.seller().value())
        .collect(Collectors.joining(", ", "Known are: ", "."));
  }
}
