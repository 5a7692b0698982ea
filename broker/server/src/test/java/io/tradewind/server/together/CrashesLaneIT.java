package io.tradewind.server.together;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Brokers that die over providers by script. */
@Suite
@SelectClasses(
    names = {
      "io.tradewind.server.lease.LeaseCrashIT",
      "io.tradewind.server.lease.SleptThroughIT",
    })
class CrashesLaneIT {}
