#!/usr/bin/env bash
# A Redis for the tests of the message bus: prints the path of one, or nothing.
#
# One on PATH, else Debian's, unpacked into .cache/redis. Changes nothing on the system: apt keeps
# lists and packages of its own there, and only looks at what the machine has already.
set -euo pipefail
cd "$(dirname "$0")/../.."

command -v redis-server && exit 0

target=$PWD/.cache/redis
server=$target/redis-server
if [[ -x $server ]]; then
  echo "$server"
  exit 0
fi

give_up() {
  echo "redis: $1; the tests of the message bus are left out" >&2
  rm -rf "$target"
  exit 0
}

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || give_up "there is none on PATH, nor $tool"
done

rm -rf "$target"
mkdir -p "$target"/{lists/partial,cache/archives/partial,root}
apt=(timeout 120 apt-get -qq
  -o Dir::State::Lists="$target/lists"
  -o Dir::Cache="$target/cache"
  -o APT::Get::List-Cleanup=0
  -o APT::Sandbox::User=
  -o Debug::NoLocking=1)
"${apt[@]}" update >&2 || give_up "Debian's lists cannot be fetched"
"${apt[@]}" install --yes --download-only --no-install-recommends redis-server >&2 ||
  give_up "Debian's redis-server cannot be fetched"
for package in "$target"/cache/archives/*.deb; do
  dpkg-deb -x "$package" "$target/root"
done

# It runs on the machine's own libraries, and on those that came with it.
libraries=$(find "$target/root/usr/lib" -name 'lib*.so*' -printf '%h\n' | sort -u | paste -sd:)
cat >"$server" <<SCRIPT
#!/usr/bin/env bash
LD_LIBRARY_PATH=$libraries exec "$target/root/usr/bin/redis-server" "\$@"
SCRIPT
chmod +x "$server"
rm -rf "$target/lists" "$target/cache"
"$server" --version >&2 || give_up "Debian's redis-server does not run here"
echo "$server"
