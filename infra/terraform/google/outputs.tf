output "address" {
  description = "Where it is, once the name leads to the ingress controller."
  value       = "https://${var.host}"
}

output "database_address" {
  description = "Where the database is within the network, for backups."
  value       = google_sql_database_instance.tradewind.private_ip_address
}

output "cluster" {
  description = "For: gcloud container clusters get-credentials"
  value       = google_container_cluster.tradewind.name
}
