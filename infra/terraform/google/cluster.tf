resource "google_container_cluster" "tradewind" {
  name                = var.name
  location            = var.region
  enable_autopilot    = true
  deletion_protection = var.deletion_protection
  network             = google_compute_network.tradewind.id
  subnetwork          = google_compute_subnetwork.tradewind.id

  ip_allocation_policy {
    cluster_secondary_range_name  = "pods"
    services_secondary_range_name = "services"
  }
  private_cluster_config {
    enable_private_nodes = true
  }
  release_channel {
    channel = "REGULAR"
  }
}
