package io.tradewind.adapters.tencent;

import java.util.Currency;
import java.util.Locale;

/** The two Tencent Clouds: accounts, keys, addresses and currencies of their own. */
enum Site {
  INTERNATIONAL("https://cvm.intl.tencentcloudapi.com", "USD"),
  CHINA("https://cvm.tencentcloudapi.com", "CNY");

  private final String address;
  private final String currency;

  Site(String address, String currency) {
    this.address = address;
    this.currency = currency;
  }

  String address() {
    return address;
  }

  Currency currency() {
    return Currency.getInstance(currency);
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
