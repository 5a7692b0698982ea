package io.tradewind.server.market;

import io.tradewind.matcher.Conversion;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * By which rate a price found its place among prices of another currency.
 *
 * @param price of an hour, as it is compared
 * @param oneUnit what one unit of the seller's currency is worth
 */
@Schema(
    name = "ConvertedPrice",
    description = "How a price compares with others. What is paid is the seller's own price.")
public record ConvertedPriceView(
    @Schema(required = true, description = "Of an hour, as it is compared.") MoneyView price,
    @Schema(required = true, description = "What one unit of the seller's currency is worth.")
        MoneyView oneUnit,
    @Schema(required = true, description = "Of the rate.") LocalDate date,
    @Schema(required = true, examples = "European Central Bank") String source) {
  public static ConvertedPriceView of(Conversion conversion) {
    return new ConvertedPriceView(
        MoneyView.of(conversion.compared().perHour()),
        MoneyView.of(conversion.oneUnit()),
        conversion.date(),
        conversion.source());
  }
}
