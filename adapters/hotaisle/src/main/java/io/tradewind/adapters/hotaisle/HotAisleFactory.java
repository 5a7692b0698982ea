package io.tradewind.adapters.hotaisle;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.rest.FeedSettings;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.SettingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the feed of Hot Aisle, when there is a key of a team to read it with. */
public final class HotAisleFactory implements ProviderFactory {
  private static final String NAME = "hotaisle";
  private static final String TEAM = "team";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyed("https://admin.hotaisle.app"));
    settings.add(new Setting(TEAM, "The handle of the team that the key is of.", "", false));
    return settings;
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    Optional<RestClient> client =
        new FeedSettings(NAME, context).keyedClient(HotAisleProvider.ID, "Authorization", "Token ");
    return client
        .<Provider>map(known -> new HotAisleProvider(known, team(context), context.clock()))
        .stream()
        .toList();
  }

  private static String team(ProviderContext context) {
    SettingValues values = new SettingValues(NAME, context);
    String team = values.text(TEAM).orElse("");
    if (!team.matches("[A-Za-z0-9_-]{1,64}")) {
      throw values.complaint(TEAM, team, "Write the team's handle, such as my-team");
    }
    return team;
  }
}
