variable "address" {
  description = "Of the broker, such as https://compute.example.org."
  type        = string
}

variable "token" {
  description = "An API token of a platform administrator. Give it as TF_VAR_token."
  type        = string
  sensitive   = true
}
