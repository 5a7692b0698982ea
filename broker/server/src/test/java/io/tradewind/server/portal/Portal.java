package io.tradewind.server.portal;

import com.microsoft.playwright.Page;
import java.net.URI;

/** Where a portal is, and how somebody gets in. */
public interface Portal {
  URI at(String path);

  /** Leaves the page signed in. */
  void enter(Page page);
}
