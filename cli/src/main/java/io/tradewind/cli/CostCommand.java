package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What was charged. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    description = "Lists what was charged, exactly, and its sum in each currency.")
final class CostCommand extends BrokerCommand {
  private static final int EVERYTHING = Integer.MAX_VALUE;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKLOAD",
      description = "Only of this one: its id, the beginning of it, or its name.")
  private @Nullable String named;

  CostCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker) throws IOException {
    Map<String, String> query =
        named == null ? Map.of() : Map.of("workload", Workloads.find(broker, named.strip()));
    List<JsonNode> charges = broker.list("charges", query, EVERYTHING);
    output.list(
        terminal,
        charges,
        new Table()
            .text("WORKLOAD", it -> Text.of(it, "workload"))
            .text("FROM", it -> Text.moment(it, "from"))
            .text("TO", it -> Text.moment(it, "to"))
            .figure("RATE/H", it -> Text.money(it.path("rate")))
            .figure("AMOUNT", it -> amount(it.path("amount"))),
        "Nothing was charged.");
    if (output.isTable()) {
      sums(charges).forEach((currency, sum) -> terminal.out().println(total(currency, sum)));
    }
    return 0;
  }

  private static Map<String, BigDecimal> sums(List<JsonNode> charges) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (JsonNode charge : charges) {
      JsonNode money = charge.path("amount");
      sums.merge(
          money.path("currency").asText(),
          new BigDecimal(money.path("amount").asText("0")),
          BigDecimal::add);
    }
    return sums;
  }

  private static String total(String currency, BigDecimal sum) {
    return "Sum  %s %s".formatted(sum.toPlainString(), currency);
  }

  /** Every digit: these are what is paid. */
  private static String amount(JsonNode money) {
    return money.path("amount").asText() + " " + money.path("currency").asText();
  }
}
