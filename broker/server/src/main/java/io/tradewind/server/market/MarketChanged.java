package io.tradewind.server.market;

import io.tradewind.api.ProviderId;

/** A feed told other offers, other prices or another availability than before. */
public record MarketChanged(ProviderId feed) {}
