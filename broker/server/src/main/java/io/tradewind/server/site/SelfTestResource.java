package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.ProviderId;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.api.agent.SelfTestReport;
import io.tradewind.api.agent.SelfTestReport.Measurement;
import io.tradewind.server.agent.AgentEntity;
import io.tradewind.server.agent.AgentGate;
import io.tradewind.server.agent.Landmarks;
import io.tradewind.server.agent.SelfTestSchedule;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.feed.FeedPoller;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Takes what self-tests measured, under the name that the broker gave the test. */
@Path("/agent/v1")
@PermitAll
@Tag(name = "agent")
public class SelfTestResource {
  private static final ProviderId FEED = new ProviderId("datacenter");
  private static final Duration VALIDITY = Duration.ofDays(3);
  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+){1,3}");
  private static final int MOST = 50;
  private static final int LONGEST_STEP = 80;
  private static final int LONGEST_METHOD = 300;

  private final AgentGate gate;
  private final Database database;
  private final SelfTestSchedule schedule;
  private final Landmarks landmarks;
  private final FeedPoller feeds;
  private final Clock clock;

  SelfTestResource(
      AgentGate gate,
      Database database,
      SelfTestSchedule schedule,
      Landmarks landmarks,
      FeedPoller feeds,
      Clock clock) {
    this.gate = gate;
    this.database = database;
    this.schedule = schedule;
    this.landmarks = landmarks;
    this.feeds = feeds;
    this.clock = clock;
  }

  @PUT
  @Path("sites/{site}/self-test")
  @Operation(
      operationId = "agentSelfTest",
      summary = "Tell how far a self-test is, and what it measured")
  public Uni<Response> report(
      @HeaderParam("Authorization") @Nullable String authorization,
      @PathParam("site") UUID site,
      @Nullable SelfTestReport report)
      throws RefusedException {
    SelfTestReport checked = checked(report);
    return gate.caller(authorization)
        .chain(caller -> report(caller, site, checked))
        .invoke(
            finished -> {
              if (finished) {
                feeds.refresh(FEED);
              }
            })
        .map(done -> Response.noContent().build());
  }

  private Uni<Boolean> report(AgentGate.Caller caller, UUID site, SelfTestReport report) {
    try {
      caller.mustOwn(site);
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    }
    return database.transaction(
        session ->
            session
                .find(AgentEntity.class, caller.agent())
                .chain(agent -> taken(session, agent, report)));
  }

  private Uni<Boolean> taken(Mutiny.Session session, AgentEntity agent, SelfTestReport report) {
    if (!report.test().equals(agent.selfTest)) {
      return Uni.createFrom()
          .failure(
              new RefusedException(
                  AgentRefusal.SELF_TEST_UNKNOWN,
                  "No self-test of this name is wanted. Each is good once; wait for the next."));
    }
    agent.selfTestStep = report.step();
    if (!report.finished()) {
      return Uni.createFrom().item(false);
    }
    return schedule
        .isDisturbed(session, agent)
        .chain(disturbed -> finished(session, agent, report, disturbed))
        .replaceWith(true);
  }

  private Uni<Void> finished(
      Mutiny.Session session, AgentEntity agent, SelfTestReport report, boolean disturbed) {
    Instant now = clock.instant();
    if (disturbed && isLowAlone(report, agent)) {
      schedule.again(agent, now);
      return Uni.createFrom().voidItem();
    }
    schedule.end(agent, now);
    return session
        .find(SiteEntity.class, agent.site)
        .chain(site -> keep(session, site, agent, report, now));
  }

  /** Something is far below the model's, and nothing is above. */
  private static boolean isLowAlone(SelfTestReport report, AgentEntity agent) {
    List<SelfTestVerdict> refused =
        report.measurements().stream()
            .map(measured -> SelfTestVerdict.of(measured, agent.accelerator))
            .filter(verdict -> !verdict.believed())
            .toList();
    return !refused.isEmpty() && refused.stream().allMatch(SelfTestVerdict::low);
  }

  private Uni<Void> keep(
      Mutiny.Session session,
      SiteEntity site,
      AgentEntity agent,
      SelfTestReport report,
      Instant now) {
    List<Object> rows = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Measurement measured : report.measurements()) {
      Optional<String> fault = SelfTestVerdict.of(measured, agent.accelerator).fault();
      fault.ifPresent(faults::add);
      rows.add(claim(site, agent, measured, fault.or(() -> impossible(site, measured)), now));
    }
    if (!faults.isEmpty()) {
      agent.note = "Not sold after its self-test: " + String.join(" ", faults);
      agent.accelerators = 0;
      agent.accelerator = null;
    }
    String told =
        "%s: machine %s measured %d figures%s."
            .formatted(
                site.name,
                agent.id,
                rows.size(),
                faults.isEmpty() ? "" : "; " + String.join(" ", faults));
    rows.add(new EventEntity(now, site.organization, null, null, "site.self_test", "agent", told));
    return session.persistAll(rows.toArray());
  }

  /** A way that cannot be so short; it takes nothing off the market but itself. */
  private Optional<String> impossible(SiteEntity site, Measurement measured) {
    return measured.attribute().startsWith(Landmarks.PREFIX)
        ? LandmarkVerdict.fault(measured, site.point(), landmarks.of(measured.attribute()))
        : Optional.empty();
  }

  private static ClaimEntity claim(
      SiteEntity site,
      AgentEntity agent,
      Measurement measured,
      Optional<String> fault,
      Instant now) {
    ClaimEntity claim = new ClaimEntity();
    claim.id = UUID.randomUUID();
    claim.organization = site.organization;
    claim.site = site.id;
    claim.agent = agent.id;
    claim.attribute = measured.attribute();
    claim.value = String.format(Locale.ROOT, "%.3f", measured.value());
    claim.unit = measured.unit();
    claim.state = fault.isEmpty() ? "verified" : "refused";
    claim.method = measured.method();
    claim.madeAt = now;
    claim.madeBy = "agent " + agent.id;
    claim.verifier = "self-test that the broker asked for";
    claim.verifiedAt = now;
    claim.expiresAt = now.plus(VALIDITY);
    claim.remark = fault.map(it -> it.substring(0, Math.min(300, it.length()))).orElse(null);
    return claim;
  }

  private static SelfTestReport checked(@Nullable SelfTestReport report) throws RefusedException {
    boolean whole =
        report != null
            && isText(report.test(), 60)
            && isText(report.step(), LONGEST_STEP)
            && report.measurements() != null
            && report.measurements().size() <= MOST
            && report.measurements().stream().allMatch(SelfTestResource::isMeasurement);
    if (!whole || report == null) {
      throw new RefusedException(
          AgentRefusal.MALFORMED, "Send test, step, finished and at most 50 measurements.");
    }
    return report;
  }

  private static boolean isMeasurement(@Nullable Measurement measured) {
    return measured != null
        && Optional.ofNullable(measured.attribute())
            .filter(name -> name.length() <= 80 && ATTRIBUTE.matcher(name).matches())
            .isPresent()
        && Double.isFinite(measured.value())
        && measured.value() >= 0
        && measured.value() < 1e12
        && isText(measured.unit(), 40)
        && isText(measured.method(), LONGEST_METHOD);
  }

  private static boolean isText(@Nullable String text, int longest) {
    return text != null
        && text.length() <= longest
        && text.chars().noneMatch(Character::isISOControl);
  }
}
