resource "google_sql_database_instance" "tradewind" {
  name                = var.name
  region              = var.region
  database_version    = "POSTGRES_17"
  deletion_protection = var.deletion_protection
  depends_on          = [google_service_networking_connection.services]

  settings {
    tier              = var.database_tier
    edition           = "ENTERPRISE"
    availability_type = "REGIONAL"
    disk_type         = "PD_SSD"
    disk_autoresize   = true
    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.tradewind.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }
    # Any moment of the last week can be gone back to: infra/backup says what a broker does then.
    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7
    }
    # Sixteen connections a broker, and four for migrations.
    database_flags {
      name  = "max_connections"
      value = tostring(50 + 20 * (var.replicas + 1))
    }
  }
}

resource "google_sql_database" "tradewind" {
  name     = "tradewind"
  instance = google_sql_database_instance.tradewind.name
}

# Letters and digits, so that it stands in an address as it is.
resource "random_password" "database" {
  length  = 40
  special = false
}

resource "google_sql_user" "tradewind" {
  name     = "tradewind"
  instance = google_sql_database_instance.tradewind.name
  password = random_password.database.result
}
