package io.tradewind.server.alert;

import io.tradewind.api.Offer;
import io.tradewind.matcher.Candidate;
import io.tradewind.server.market.MoneyView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An alert in replies.
 *
 * @param spec the demand in the field's grammar
 * @param webhookHost where messages go; the rest of the URL may hold a secret of the receiver
 * @param webhookSecret only in the reply that makes the alert
 */
@Schema(name = "Alert", description = "A wish for a price.")
public record AlertView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(
            required = true,
            enumeration = {"armed", "fired"},
            description =
                "armed: waits for a price below its threshold; fired: waits for the price to rise"
                    + " by a fiftieth above it, or to vanish, and then is armed again.")
        String state,
    @Schema(required = true, type = SchemaType.OBJECT) Map<String, Object> spec,
    @Schema(required = true) MoneyView under,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true, nullable = true, description = "The last time.")
        @Nullable Instant firedAt,
    @Schema(required = true, nullable = true, description = "The best on the market now.")
        @Nullable NowView now,
    @Schema(required = true, nullable = true, description = "The host that messages go to.")
        @Nullable String webhookHost,
    @Schema(
            nullable = true,
            description =
                "Signs the messages: HMAC-SHA256 of the header's t, a dot and the body. Only in the"
                    + " reply that makes the alert.")
        @Nullable String webhookSecret,
    @Schema(required = true, description = "Messages to the webhook, the newest first.")
        List<DeliveryView> deliveries) {

  /** What would be chosen now. */
  @Schema(name = "AlertNow", description = "The cheapest offer that would do now.")
  public record NowView(
      @Schema(required = true) MoneyView pricePerHour,
      @Schema(required = true) String offer,
      @Schema(required = true) String provider,
      @Schema(required = true) String region,
      @Schema(required = true) String instanceType) {
    static NowView of(Candidate candidate) {
      Offer offer = candidate.offer();
      return new NowView(
          MoneyView.of(candidate.pricePerHour().perHour()),
          offer.id().value(),
          offer.provider().value(),
          offer.region().name(),
          offer.instanceType().name());
    }
  }

  /** A message. */
  @Schema(name = "AlertDelivery", description = "A message to a webhook or a mailbox.")
  public record DeliveryView(
      @Schema(required = true) UUID id,
      @Schema(
              required = true,
              enumeration = {"pending", "delivered", "dead"},
              description = "dead: given up after nearly a day, or because it can never arrive.")
          String state,
      @Schema(required = true) int tries,
      @Schema(required = true, nullable = true) @Nullable Instant nextTry,
      @Schema(required = true, nullable = true, description = "Of the last answer.")
          @Nullable Integer status,
      @Schema(required = true, nullable = true) @Nullable String fault,
      @Schema(required = true, nullable = true, description = "Null for the webhook.")
          @Nullable String mailTo,
      @Schema(required = true) Instant createdAt,
      @Schema(required = true, nullable = true) @Nullable Instant endedAt) {
    static DeliveryView of(AlertStore.Sent sent) {
      return new DeliveryView(
          sent.id(),
          sent.state(),
          sent.tries(),
          sent.nextTry().orElse(null),
          sent.status().orElse(null),
          sent.fault().orElse(null),
          sent.mailTo().orElse(null),
          sent.createdAt(),
          sent.endedAt().orElse(null));
    }
  }

  static AlertView of(
      Alert alert,
      Map<String, Object> spec,
      Optional<Candidate> cheapest,
      List<AlertStore.Sent> sent) {
    return new AlertView(
        alert.id(),
        alert.name(),
        alert.state().wireName(),
        spec,
        MoneyView.of(alert.under()),
        alert.createdAt(),
        alert.firedAt().orElse(null),
        cheapest.map(NowView::of).orElse(null),
        alert.webhook().map(it -> URI.create(it.url()).getHost()).orElse(null),
        null,
        sent.stream().map(DeliveryView::of).toList());
  }

  AlertView withSecret(String secret) {
    return new AlertView(
        id, name, state, spec, under, createdAt, firedAt, now, webhookHost, secret, deliveries);
  }
}
