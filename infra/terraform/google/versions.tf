terraform {
  required_version = ">= 1.8"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.0"
    }
    helm = {
      source  = "hashicorp/helm"
      version = "~> 2.17"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.36"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.6"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}

data "google_client_config" "caller" {}

provider "kubernetes" {
  host                   = "https://${google_container_cluster.tradewind.endpoint}"
  token                  = data.google_client_config.caller.access_token
  cluster_ca_certificate = base64decode(google_container_cluster.tradewind.master_auth[0].cluster_ca_certificate)
}

provider "helm" {
  kubernetes {
    host                   = "https://${google_container_cluster.tradewind.endpoint}"
    token                  = data.google_client_config.caller.access_token
    cluster_ca_certificate = base64decode(google_container_cluster.tradewind.master_auth[0].cluster_ca_certificate)
  }
}
