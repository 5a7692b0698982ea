package io.tradewind.adapters.runpod;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.FeedSettings;
import io.tradewind.rest.MachineSettings;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.SettingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the feed of RunPod's public price list, which with a key starts machines as well. */
public final class RunPodFactory implements ProviderFactory {
  private static final String NAME = "runpod";
  private static final String IMAGE = "image";
  private static final String DISK = "disk-gigabytes";
  private static final String MACHINES = "machines-url";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(FeedSettings.keyless("https://api.runpod.io"));
    settings.add(MachineSettings.key());
    settings.add(
        new Setting(MACHINES, "Where machines are asked for.", "https://rest.runpod.io", false));
    settings.add(
        new Setting(
            IMAGE,
            "The container image of workloads that name none; it has a package manager.",
            "nvidia/cuda:12.8.1-base-ubuntu24.04",
            false));
    settings.add(
        new Setting(DISK, "The disk of a container, in gigabytes; paid beside it.", "50", false));
    settings.add(MachineSettings.broker());
    return settings;
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    FeedSettings settings = new FeedSettings(NAME, context);
    return settings.keylessClient(RunPodProvider.ID).stream()
        .<Provider>map(
            client ->
                new RunPodProvider(client, provisioner(settings, client, context), context.clock()))
        .toList();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return MachineSettings.account(
        RunPodProvider.ID,
        "RunPod",
        List.of(
            MachineSettings.keyField(),
            new Field(
                IMAGE,
                "Image",
                "The container image of workloads that name none.",
                Form.TEXT,
                false,
                "nvidia/cuda:12.8.1-base-ubuntu24.04")),
        "Make an API key under Settings with the permission Restricted: read and write for the API"
            + " of pods, none for all others. In a team, make it in one that nothing else runs"
            + " in.\n");
  }

  private static Optional<Provisioner> provisioner(
      FeedSettings settings, RestClient lists, ProviderContext context) {
    SettingValues values = new SettingValues(NAME, context);
    return settings
        .keyedClientAt(RunPodProvider.ID, MACHINES, "Authorization", "Bearer ")
        .map(
            client ->
                MachineSettings.machines(
                    RunPodProvider.ID,
                    new Pods(
                        client,
                        new GpuNames(lists, context.clock()),
                        values.text(IMAGE).orElseThrow(),
                        disk(values)),
                    context));
  }

  private static int disk(SettingValues values) {
    String text = values.text(DISK).orElse("");
    if (!text.matches("[1-9]\\d{0,4}")) {
      throw values.complaint(DISK, text, "Write gigabytes such as 50");
    }
    return Integer.parseInt(text);
  }
}
