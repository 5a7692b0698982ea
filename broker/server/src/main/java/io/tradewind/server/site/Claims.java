package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Claims in the database. */
final class Claims {
  /** Before the name of a certification. */
  static final String CERTIFICATION = "certification:";

  private Claims() {}

  /** Certificates that an operator hands in, to be reviewed by somebody else. */
  static Uni<Void> propose(
      Mutiny.Session session, SiteEntity site, SiteBody body, String by, Instant now) {
    List<SiteBody.CertificationBody> all =
        body.certifications() == null ? List.of() : body.certifications();
    Uni<Void> work = Uni.createFrom().voidItem();
    for (SiteBody.CertificationBody one : all) {
      work = work.chain(() -> session.persist(proposal(site, one, by, now)));
    }
    return work;
  }

  static ClaimEntity proposal(
      SiteEntity site, SiteBody.CertificationBody body, String by, Instant now) {
    ClaimEntity claim = new ClaimEntity();
    claim.id = UUID.randomUUID();
    claim.organization = site.organization;
    claim.site = site.id;
    claim.attribute = CERTIFICATION + body.name();
    claim.value = String.valueOf(body.name());
    claim.state = "proposed";
    claim.method = "certificate handed in by the operator";
    claim.document = body.document();
    claim.madeAt = now;
    claim.madeBy = by;
    claim.expiresAt = body.lastDay().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    return claim;
  }

  static Uni<List<ClaimEntity>> of(Mutiny.Session session, UUID site) {
    return session
        .createQuery("from ClaimEntity where site = :site order by madeAt desc", ClaimEntity.class)
        .setParameter("site", site)
        .setMaxResults(500)
        .getResultList();
  }

  static Uni<ClaimEntity> one(Mutiny.Session session, UUID site, UUID id) {
    return session
        .find(ClaimEntity.class, id)
        .map(
            claim -> {
              if (claim == null || !claim.site.equals(site)) {
                throw ProblemException.notFound("claim", id);
              }
              return claim;
            });
  }
}
