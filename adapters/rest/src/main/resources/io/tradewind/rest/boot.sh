#!/bin/sh
# Does on a machine without cloud-init what the document at the end asks for: its files are written and its commands run. Where there is no
# systemd either, as inside a container, the little of it that the agent's units need stands in, and a shutdown gives the machine back.
set -eu
[ "$(id -u)" -eq 0 ] || exec sudo -n sh "$0"
umask 077
home=/opt/tradewind
mkdir -p "$home/bin"

if [ ! -d /run/systemd/system ]; then
  # Files in /run are of this boot alone; those in a container outlive its host's.
  boot=$(cat /proc/sys/kernel/random/boot_id)
  if [ "$(cat /run/tradewind/boot 2>/dev/null)" != "$boot" ]; then
    rm -rf /run/tradewind
    mkdir -p /run/tradewind
    echo "$boot" >/run/tradewind/boot
  fi
  cat >"$home/bin/shutdown" <<'END'
#!/bin/sh
@SHUTDOWN@
END
  cat >"$home/bin/systemctl" <<'END'
#!/bin/sh
units=/etc/systemd/system
for unit; do :; done
value() { sed -n "s/^$1=//p" "$units/$2"; }
timer() {
  while :; do
    sleep "$(value OnUnitInactiveSec "$unit")"
    eval "$(value ExecStart "${unit%.timer}.service")" || :
  done
}
service() {
  while :; do
    code=0
    eval "$(value ExecStart "$unit")" || code=$?
    case " 0 $(value SuccessExitStatus "$unit") $(value RestartPreventExitStatus "$unit") " in
      *" $code "*) break ;;
    esac
    sleep "$(value RestartSec "$unit")"
  done
  echo inactive >"/run/tradewind/$unit"
}
case "$1 $unit" in
  "is-active "*) cat "/run/tradewind/$unit" 2>/dev/null || echo inactive ;;
  "enable "*.timer) timer & ;;
  "enable "*)
    echo active >"/run/tradewind/$unit"
    service &
    ;;
  poweroff*) exit 1 ;;
esac
END
  chmod 0700 "$home/bin/shutdown" "$home/bin/systemctl"
  PATH="$home/bin:$PATH"
  export PATH
fi

base64 -d <<'END' | gzip -d >"$home/document"
@DOCUMENT@
END
awk '
  function ended() {
    if (path != "") { close(path); print "chmod " mode " " path }
    path = ""
  }
  /^[^ ]/ { ended(); part = $1; next }
  part == "write_files:" && /^  - path: / { ended(); path = substr($0, 11); mode = "0600"; next }
  part == "write_files:" && /^    permissions: / { mode = $2; gsub(/[^0-7]/, "", mode); next }
  part == "write_files:" && /^    content: / {
    folder = path
    sub("/[^/]*$", "", folder)
    system("mkdir -p " folder)
    printf "" >path
    next
  }
  part == "write_files:" && path != "" { print substr($0, 7) >path }
  part == "runcmd:" && /^  - \[.*\]$/ {
    line = substr($0, 6, length($0) - 6)
    gsub(",", "", line)
    print line
  }
  END { ended() }
' "$home/document" >"$home/commands"
rm "$home/document"
sh -e "$home/commands"

# A container ends with its first process.
[ -d /run/systemd/system ] || while :; do
  sleep 3600 &
  wait $!
done
