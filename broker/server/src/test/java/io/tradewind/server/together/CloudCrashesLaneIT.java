package io.tradewind.server.together;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Brokers that die over the adapters' clouds. */
@Suite
@SelectClasses(
    names = {
      "io.tradewind.server.lease.CloudCrashIT",
      "io.tradewind.server.lease.EveryScaleIT",
      "io.tradewind.server.lease.EveryStepIT",
    })
class CloudCrashesLaneIT {}
