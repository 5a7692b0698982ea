package io.tradewind.server.together;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What happens to leases, and what needs no application. */
@Suite
@SelectPackages(Lanes.ALL)
@IncludeClassNamePatterns(Lanes.TESTS)
@ExcludeClassNamePatterns(Lanes.WITHOUT_LEASES)
class LeasesLane {}
