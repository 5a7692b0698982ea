package io.tradewind.server.bill;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.bill.BillReader.NoBillException;
import io.tradewind.server.bill.BillStore.BillView;
import io.tradewind.server.bill.BillStore.FaultView;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Months;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.signin.Role;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Bills of providers, and what of them is in the books. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class BillsResource {
  /** For a file of some gigabytes. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final int LONGEST_NAME = 200;
  private static final String USUAL_TOLERANCE = "5";

  private final BillStore store;
  private final Reconciliation reconciliation;
  private final Caller caller;
  private final Clock clock;

  BillsResource(BillStore store, Reconciliation reconciliation, Caller caller, Clock clock) {
    this.store = store;
    this.reconciliation = reconciliation;
    this.caller = caller;
    this.clock = clock;
  }

  /** What is to be compared. */
  static class Compared {
    @Parameter(description = "aws, gcp or azure; all of them when absent.")
    @QueryParam("provider")
    @Nullable String provider;

    @Parameter(description = "Of UTC; all time when absent.", example = "2026-11")
    @QueryParam("month")
    @Nullable String month;

    @Parameter(description = "By how many percent a bill may differ and still agree.")
    @QueryParam("tolerancePercent")
    @DefaultValue(USUAL_TOLERANCE)
    @Nullable String tolerance;

    Reconciliation.Wanted of(Caller caller) {
      return new Reconciliation.Wanted(
          caller.organization(),
          caller.has(Role.BROKER_ADMIN),
          Optional.ofNullable(provider).map(BillsResource::format),
          Optional.ofNullable(month).map(Months::read),
          percent());
    }

    private BigDecimal percent() {
      String text = tolerance == null ? USUAL_TOLERANCE : tolerance;
      if (!text.matches("\\d{1,3}(\\.\\d{1,4})?")) {
        throw ProblemException.field(
            "tolerancePercent", "This is no share.", "Write percent, such as 5 or 0.5.");
      }
      return new BigDecimal(text);
    }
  }

  @GET
  @Path("provider-bills")
  @Operation(operationId = "listProviderBills", summary = "Bills that were brought")
  public Uni<Page<BillView>> list() {
    return store.of(caller.organization()).map(Page::whole);
  }

  @GET
  @Path("provider-bills/{id}/faults")
  @Operation(
      operationId = "listProviderBillFaults",
      summary = "Rows of a bill that could not be read, and why")
  public Uni<Page<FaultView>> faults(@PathParam("id") UUID id) {
    UUID organization = caller.organization();
    return store
        .exists(organization, id)
        .invoke(
            known -> {
              if (!known) {
                throw ProblemException.notFound("bill", id);
              }
            })
        .chain(() -> store.faults(organization, id))
        .map(Page::whole);
  }

  @POST
  @Path("provider-bills")
  @Consumes(MediaType.WILDCARD)
  @Blocking
  @Operation(
      operationId = "importProviderBill",
      summary = "Bring a provider's bill",
      description =
          "The file as the body, plain or gzipped: AWS Cost and Usage Report (CSV), Google Cloud"
              + " billing export (lines of JSON, or CSV), Azure cost details (CSV). The same file"
              + " again changes nothing; a newer one replaces the lines that it repeats.")
  @RequestBody(
      content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = BillView.class)))
  @APIResponse(responseCode = "200", description = "It was brought before.")
  @APIResponse(responseCode = "400", description = "It is no bill of this provider.")
  public Response bring(
      InputStream body,
      @Parameter(description = "aws, gcp or azure.") @QueryParam("provider")
          @Nullable String provider,
      @Parameter(description = "To find it again by.") @QueryParam("name") @Nullable String name) {
    BillFormat format = format(provider == null ? "" : provider);
    String title = title(name, format);
    java.nio.file.Path file = temporary();
    try {
      String digest = spool(body, file);
      var brought =
          new BillStore.Brought(
              caller.organization(),
              caller.has(Role.BROKER_ADMIN),
              format,
              title,
              file,
              digest,
              caller.subject());
      BillStore.Imported done = store.add(brought).await().atMost(PATIENCE);
      return Response.status(done.isNew() ? Response.Status.CREATED : Response.Status.OK)
          .entity(done.bill())
          .build();
    } catch (NoBillException e) {
      throw ProblemException.field("body", e.why(), "Send the file as it was exported.");
    } finally {
      delete(file);
    }
  }

  private static BillFormat format(String provider) {
    return BillFormat.named(provider)
        .orElseThrow(
            () ->
                ProblemException.field(
                    "provider", "Bills of this provider are not read.", "Use aws, gcp or azure."));
  }

  private static String title(@Nullable String name, BillFormat format) {
    String title = name == null || name.isBlank() ? format.provider() : name.strip();
    if (title.length() > LONGEST_NAME || title.chars().anyMatch(Character::isISOControl)) {
      throw ProblemException.field(
          "name", "This is no name.", "Write at most %d characters.".formatted(LONGEST_NAME));
    }
    return title;
  }

  private static java.nio.file.Path temporary() {
    try {
      return Files.createTempFile("tradewind-bill", "");
    } catch (IOException e) {
      throw new UncheckedIOException("There is no room for a bill.", e);
    }
  }

  /** No connection of the database waits for whoever sends it. */
  private static String spool(InputStream body, java.nio.file.Path file) {
    try (OutputStream to = Files.newOutputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(body, digest).transferTo(to);
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("The bill cannot be kept until it is read.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private static void delete(java.nio.file.Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The spooled bill cannot be deleted.", e);
    }
  }

  @GET
  @Path("reconciliation")
  @Operation(
      operationId = "listReconciliation",
      summary = "Billed against quoted and charged, lease by lease",
      description = "What is wrong first, and in it the largest difference.")
  public Uni<Page<Reconciliation.LineView>> reconciliation(
      @BeanParam Compared compared,
      @Parameter(description = "Of this state alone.") @QueryParam("state") @Nullable String state,
      @QueryParam("limit") @DefaultValue("200") int limit) {
    String only = state == null ? null : state.replaceAll("[^a-z_]", "?");
    return reconciliation
        .lines(compared.of(caller), Optional.ofNullable(only), Limits.page(limit), clock.instant())
        .map(lines -> new Page<>(lines.items(), null, lines.total()));
  }

  @GET
  @Path("reconciliation/sums")
  @Operation(
      operationId = "sumReconciliation",
      summary = "The same by provider, state and currency")
  public Uni<Page<Reconciliation.SumView>> sums(@BeanParam Compared compared) {
    return reconciliation.sums(compared.of(caller), clock.instant()).map(Page::whole);
  }
}
