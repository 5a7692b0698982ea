/**
 * What every provider must do, as test classes to extend, and the fakes that stand in for the
 * server: a clock that tests move, settings, sites in memory.
 */
@NullMarked
package io.tradewind.testkit;

import org.jspecify.annotations.NullMarked;
