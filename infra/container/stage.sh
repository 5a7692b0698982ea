#!/usr/bin/env bash
# Makes what the image holds from a packed distribution, and nothing else:
#   infra/container/stage.sh ARCHIVE [FOLDER]     writes FOLDER (default target/container): root/, home/ and the Containerfile
#   podman build --tag tradewind FOLDER
# The C library comes from the machine this runs on, which must be of the archive's platform.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
archive=${1:?"Which distribution? infra/distribution/pack.sh makes one and prints its name."}
out=${2:-$here/../../target/container}
case $(basename "$archive") in
  *-linux-"$(uname -m)".tar.gz) ;;
  *) echo "$archive is not for Linux on $(uname -m), whose C library would be put beside it." >&2; exit 2 ;;
esac

rm -rf "$out"
root=$out/root
mkdir -p "$root/opt/tradewind" "$root/etc" "$root/tmp" "$out/home"
tar -xzf "$archive" -C "$root/opt/tradewind" --strip-components=1
application=$root/opt/tradewind
version=$(basename "$archive" | sed -E 's/^tradewind-(.*)-linux-.*/\1/')

# The database is another container's: the application's index names the embedded one, so it is left empty.
for jar in "$application"/app/lib/main/io.zonky.test.postgres.embedded-postgres-binaries-*.jar; do
  printf 'PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >"$jar"
done

# What draws on a screen, plays a sound or prints is never loaded, and would bring the libraries of X11 along.
rm -f "$application"/runtime/lib/lib{awt_xawt,jawt,splashscreen,jsound,j2pcsc}.so
libraries() {
  LD_LIBRARY_PATH=$application/runtime/lib:$application/runtime/lib/server find "$application/runtime" -type f \( -name '*.so' -o -path '*/bin/java' -o -name jspawnhelper \) -exec ldd {} + 2>/dev/null
}
if libraries | grep 'not found'; then
  echo "A library of the runtime is missing on this machine." >&2
  exit 2
fi
# With libgcc_s, which the C library loads by itself when a thread ends.
gcc=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
{
  libraries | sed -nE 's/^.* => (\/[^ ]+) .*/\1/p; s/^[[:space:]]+(\/[^ ]*ld-linux[^ ]*) .*/\1/p'
  sed -nE 's/.*libgcc_s\.so\.1 .*=> (\/[^ ]*('"$(uname -m)"'|lib64)[^ ]*)$/\1/p' <<<"$gcc" | head -n 1
} | grep -v "^$(cd "$root" && pwd)" | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done

echo 'tradewind:x:65532:65532:Tradewind:/var/lib/tradewind:/nonexistent' >"$root/etc/passwd"
echo 'tradewind:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
chmod 1777 "$root/tmp"
chmod -R go-w,a+rX "$root/opt" "$root/etc"
chmod 0700 "$out/home"

sed "s/@VERSION@/$version/" "$here/Containerfile" >"$out/Containerfile"
echo "$out"
