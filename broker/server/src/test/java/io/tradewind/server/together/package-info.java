/**
 * Tests that share an application, together in one process: it is started once for all of them.
 * Given class by class, a process would start it anew for each.
 *
 * <p>Surefire runs two lanes at once, as there are cores; each test of this module is in one of
 * them. Failsafe runs each integration test in a process of its own, and those that share an
 * application as one. {@code -Dtest=…} and {@code -Dit.test=…} run what they name, without lanes.
 */
package io.tradewind.server.together;
