resource "google_compute_network" "tradewind" {
  name                    = var.name
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "tradewind" {
  name                     = var.name
  region                   = var.region
  network                  = google_compute_network.tradewind.id
  ip_cidr_range            = "10.10.0.0/20"
  private_ip_google_access = true
  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = "10.12.0.0/14"
  }
  secondary_ip_range {
    range_name    = "services"
    ip_cidr_range = "10.11.0.0/20"
  }
}

# The database has a private address alone.
resource "google_compute_global_address" "services" {
  name          = "${var.name}-services"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 20
  network       = google_compute_network.tradewind.id
}

resource "google_service_networking_connection" "services" {
  network                 = google_compute_network.tradewind.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.services.name]
}

# Pods have no addresses of their own outside; what they ask of clouds goes out here.
resource "google_compute_router" "out" {
  name    = "${var.name}-out"
  region  = var.region
  network = google_compute_network.tradewind.id
}

resource "google_compute_router_nat" "out" {
  name                               = "${var.name}-out"
  region                             = var.region
  router                             = google_compute_router.out.name
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}
