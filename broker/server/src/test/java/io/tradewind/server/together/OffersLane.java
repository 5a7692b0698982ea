package io.tradewind.server.together;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What happens to everything but leases. */
@Suite
@SelectPackages(Lanes.ALL)
@IncludeClassNamePatterns(Lanes.WITHOUT_LEASES)
class OffersLane {}
