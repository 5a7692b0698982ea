variable "project" {
  description = "The project of Google Cloud that everything is made in."
  type        = string
}

variable "region" {
  description = "Where it stands, such as europe-west4."
  type        = string
}

variable "name" {
  description = "What everything is called; lower-case letters, digits and dashes."
  type        = string
  default     = "tradewind"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,20}$", var.name))
    error_message = "Lower-case letters, digits and dashes, at most 21 of them, a letter first."
  }
}

variable "host" {
  description = "Where browsers, programs and agents reach it by https."
  type        = string
}

variable "issuer" {
  description = "The OpenID Connect issuer, https."
  type        = string
  validation {
    condition     = startswith(var.issuer, "https://")
    error_message = "An issuer without https could have its keys replaced on the way."
  }
}

variable "image" {
  description = "The broker's image as {repository, tag}: see infra/container."
  type = object({
    repository = string
    tag        = string
  })
}

variable "ingress_class" {
  description = "The class of the ingress controller that the cluster has."
  type        = string
  default     = "nginx"
}

variable "tls_secret" {
  description = "The Secret of the namespace with the certificate for host."
  type        = string
  default     = "tradewind-tls"
}

variable "database_tier" {
  description = "The machine of Cloud SQL."
  type        = string
  default     = "db-custom-2-8192"
}

variable "replicas" {
  description = "How many brokers."
  type        = number
  default     = 2
}

variable "deletion_protection" {
  description = "Whether database and cluster refuse to be destroyed."
  type        = bool
  default     = true
}
