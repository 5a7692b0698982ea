# A policy, a budget and a workload of an organization, by a provider that knows nothing but REST.
terraform {
  required_version = ">= 1.5"
  required_providers {
    restapi = {
      source  = "Mastercard/restapi"
      version = "~> 1.20"
    }
  }
}

provider "restapi" {
  uri                  = var.address
  id_attribute         = "id"
  write_returns_object = true
  update_method        = "PUT"
  headers = {
    Authorization = "Bearer ${var.token}"
    Content-Type  = "application/json"
  }
}

# What the API answers has more in it than what it was sent, and amounts with all their digits: whether somebody else changed
# something is seen in the audit log, not as a difference here.
resource "restapi_object" "policy" {
  path                      = "/api/v1/policies"
  data                      = file("${path.module}/policy.json")
  ignore_all_server_changes = true
}

resource "restapi_object" "budget" {
  path                      = "/api/v1/budgets"
  data                      = file("${path.module}/budget.json")
  ignore_all_server_changes = true
}

# A workload is not deleted: destroying it cancels it, and what has ended stays as it ended. Another file is another workload.
resource "restapi_object" "workload" {
  path                      = "/api/v1/workloads"
  data                      = file("${path.module}/workload.json")
  destroy_method            = "POST"
  destroy_path              = "/api/v1/workloads/{id}/cancel"
  ignore_all_server_changes = true
  depends_on                = [restapi_object.policy, restapi_object.budget]

  lifecycle {
    replace_triggered_by = [terraform_data.workload_file]
  }
}

resource "terraform_data" "workload_file" {
  input = filesha256("${path.module}/workload.json")
}
