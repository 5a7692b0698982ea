output "workload" {
  description = "The workload's id, for tradewind show and tradewind logs."
  value       = restapi_object.workload.id
}
