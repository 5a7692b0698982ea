/**
 * How much the packaged broker carries: requests that come at their own pace, whatever becomes of
 * those before them.
 */
package io.tradewind.server.load;
