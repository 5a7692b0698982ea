package io.tradewind.agent.hardware;

import io.tradewind.api.agent.Heartbeat.DeviceReading;
import io.tradewind.api.agent.Inventory.Device;
import java.util.List;

/** The accelerators of one driver, and what it measures of them. */
interface Devices {
  /** As the bus names the maker: the vendor's number, such as {@code 0x10de}. */
  String vendor();

  List<Device> devices() throws InterruptedException;

  List<DeviceReading> readings() throws InterruptedException;

  /** How they are joined beside the bus, such as {@code NVLink}; none where they are not. */
  default List<String> links() throws InterruptedException {
    return List.of();
  }
}
