/** RunPod's public price and stock list, by place and count of accelerators. */
@NullMarked
package io.tradewind.adapters.runpod;

import org.jspecify.annotations.NullMarked;
