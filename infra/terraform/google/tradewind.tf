resource "kubernetes_namespace" "tradewind" {
  metadata {
    name = var.name
  }
}

# What brokers share. They are in Terraform's state, which is therefore a secret: keep it encrypted, where few may read it.
resource "random_password" "bootstrap" {
  length  = 64
  special = false
}

resource "random_password" "session" {
  length  = 64
  special = false
}

resource "random_bytes" "master" {
  length = 32
  lifecycle {
    # With a new one nobody could open what is sealed: change keys as infra/decisions/0015 says.
    prevent_destroy = true
  }
}

resource "kubernetes_secret" "keys" {
  metadata {
    name      = "tradewind-keys"
    namespace = kubernetes_namespace.tradewind.metadata[0].name
  }
  data = {
    "bootstrap-key" = random_password.bootstrap.result
    "session-key"   = random_password.session.result
    "master.keys"   = "k1 ${random_bytes.master.base64}"
  }
}

resource "kubernetes_secret" "database" {
  metadata {
    name      = "tradewind-database"
    namespace = kubernetes_namespace.tradewind.metadata[0].name
  }
  data = {
    url = "postgresql://${google_sql_user.tradewind.name}:${random_password.database.result}@${google_sql_database_instance.tradewind.private_ip_address}:5432/${google_sql_database.tradewind.name}?sslmode=require"
  }
}

resource "helm_release" "tradewind" {
  name      = "tradewind"
  namespace = kubernetes_namespace.tradewind.metadata[0].name
  chart     = "${path.module}/../../helm/tradewind"
  atomic    = true
  timeout   = 900

  values = [yamlencode({
    host     = var.host
    identity = { issuer = var.issuer }
    image    = var.image
    replicas = var.replicas
    secrets = {
      database = { name = kubernetes_secret.database.metadata[0].name }
      keys     = { name = kubernetes_secret.keys.metadata[0].name }
    }
    ingress = {
      className = var.ingress_class
      tlsSecret = var.tls_secret
    }
    networkPolicy = {
      databasePeers = [{ ipBlock = { cidr = "${google_sql_database_instance.tradewind.private_ip_address}/32" } }]
    }
  })]
}
