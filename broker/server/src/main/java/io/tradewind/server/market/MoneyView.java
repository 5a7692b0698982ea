package io.tradewind.server.market;

import io.tradewind.pricing.Money;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An amount of money in replies.
 *
 * @param amount a decimal number with nine decimals, as text so that no reader rounds it
 * @param currency ISO 4217
 */
@Schema(name = "Money", description = "An exact amount of one currency.")
public record MoneyView(
    @Schema(required = true, examples = "98.320000000") String amount,
    @Schema(required = true, examples = "USD") String currency) {
  public static MoneyView of(Money money) {
    return new MoneyView(money.amount().toPlainString(), money.currencyCode());
  }
}
