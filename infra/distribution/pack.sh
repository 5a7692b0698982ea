#!/usr/bin/env bash
# Packs what "mvn -DskipTests package" has built, with a Java runtime of its own, for the platform it runs on:
#   infra/distribution/pack.sh [FOLDER]     writes FOLDER/tradewind-VERSION-PLATFORM.tar.gz and its .sha256
# Wants a JDK with its jmods. The same input gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-target/distribution}
application=broker/server/target/quarkus-app
cli=$(ls cli/target/tradewind-cli-*-standalone.jar 2>/dev/null | head -n 1)
if [ ! -f "$application/quarkus-run.jar" ] || [ -z "$cli" ]; then
  echo "Nothing is built yet: mvn -DskipTests package" >&2
  exit 2
fi
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
if [ ! -d "$jdk/jmods" ]; then
  echo "$jdk has no jmods, from which a runtime is linked. Set JAVA_HOME to a JDK that has them." >&2
  exit 2
fi
version=$(basename "$cli" | sed -E 's/^tradewind-cli-(.*)-standalone\.jar$/\1/')
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x86_64 postgres=linux-amd64 ;;
  Linux-aarch64) platform=linux-aarch64 postgres=linux-arm64v8 ;;
  Darwin-arm64) platform=darwin-aarch64 postgres=darwin-arm64v8 ;;
  Darwin-x86_64) platform=darwin-x86_64 postgres=darwin-amd64 ;;
  *) echo "There is no PostgreSQL for $(uname -s) on $(uname -m) to pack." >&2; exit 2 ;;
esac
name=tradewind-$version
image=$out/$name
rm -rf "$image"
mkdir -p "$image/lib" "$image/bin"

# What the framework and the clouds' SDKs reach by reflection no tool finds: all of Java SE, and what follows.
modules=java.se,jdk.charsets,jdk.crypto.ec,jdk.jfr,jdk.jlink,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.random,jdk.security.auth,jdk.unsupported,jdk.zipfs
"$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages --output "$image/runtime"
# Some distributions keep the certificates of the world outside of their JDK, where jlink does not see them.
cp -L "$jdk/lib/security/cacerts" "$image/runtime/lib/security/cacerts"
# From these the broker links the smaller runtime that it gives to sites.
mkdir "$image/runtime/jmods"
for module in java.base java.logging java.net.http java.management jdk.crypto.ec jdk.random; do
  cp "$jdk/jmods/$module.jmod" "$image/runtime/jmods/"
done

cp -R "$application" "$image/app"
# The application's index names the PostgreSQL of every platform: those of others are left empty.
empty=$(mktemp -d)
(cd "$empty" && mkdir META-INF && "$jdk/bin/jar" --create --file nothing.jar META-INF)
for jar in "$image"/app/lib/main/io.zonky.test.postgres.embedded-postgres-binaries-*.jar; do
  case $(basename "$jar") in
    *-binaries-"$postgres"-[0-9]*) ;;
    *) cp "$empty/nothing.jar" "$jar" ;;
  esac
done
rm -rf "$empty"
cp "$cli" "$image/lib/tradewind-cli.jar"
cp infra/distribution/bin/* "$image/bin/"
cp infra/distribution/tradewind.service infra/distribution/application.properties infra/distribution/INSTALL.md "$image/"

archive=$name-$platform.tar.gz
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1795132800 -C "$out" -cf - "$name" | gzip -n -6 >"$out/$archive.part"
mv "$out/$archive.part" "$out/$archive"
(cd "$out" && sha256sum "$archive" >"$archive.sha256")
echo "$out/$archive"
