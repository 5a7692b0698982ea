package io.tradewind.adapters.tencent;

import io.tradewind.api.CapacityType;
import io.tradewind.rest.RefusedRow;
import java.util.Arrays;

/** The ways of paying that are read, by their names on the wire. */
enum ChargeType {
  POSTPAID_BY_HOUR(CapacityType.ON_DEMAND),
  SPOTPAID(CapacityType.SPOT);

  private final CapacityType capacity;

  ChargeType(CapacityType capacity) {
    this.capacity = capacity;
  }

  CapacityType capacity() {
    return capacity;
  }

  static ChargeType of(String name) throws RefusedRow {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                RefusedRow.malformed(
                    "InstanceChargeType is %s; expected POSTPAID_BY_HOUR or SPOTPAID"
                        .formatted(name)));
  }
}
