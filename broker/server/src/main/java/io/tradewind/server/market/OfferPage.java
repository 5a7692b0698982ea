package io.tradewind.server.market;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of offers.
 *
 * @param marketVersion of the snapshot that it was read from
 */
@Schema(name = "OfferPage", description = "A page of offers.")
public record OfferPage(
    @Schema(required = true) List<OfferView> items,
    @Schema(
            required = true,
            nullable = true,
            description = "Leads to the next page; null on the last.")
        @Nullable String nextCursor,
    @Schema(required = true, description = "Of all pages together.") long total,
    @Schema(required = true) long marketVersion) {}
