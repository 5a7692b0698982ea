package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.rest.RefusedRow;
import io.tradewind.testkit.OptionalData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A piece of a real price list: one type, on demand and as a capacity block at no price. */
class RealPriceListTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void theCapacityBlockBesideTheMachineIsNoPrice() throws IOException, RefusedRow {
    JsonNode list = MAPPER.readTree(OptionalData.require("samples/aws-offer-2.json").toFile());
    List<PriceListProduct> products = new ArrayList<>();
    for (Map.Entry<String, JsonNode> product : list.path("products").properties()) {
      PriceListProduct.of("us-east-1", Set.of("p4d.24xlarge")::contains, asOneText(list, product))
          .ifPresent(products::add);
    }
    assertThat(list.path("products")).hasSize(2);
    assertThat(products)
        .extracting(PriceListProduct::price)
        .containsExactly(new HourlyRate(Money.usd("32.7726")));
  }

  /** GetProducts puts together what the file keeps apart. */
  private static JsonNode asOneText(JsonNode list, Map.Entry<String, JsonNode> product) {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("product", product.getValue());
    root.putObject("terms").set("OnDemand", list.at("/terms/OnDemand/" + product.getKey()));
    return root;
  }
}
