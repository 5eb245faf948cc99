#!/usr/bin/env bash
# Unpack Debian's Python 3.14 into a folder of its own and make it run from there.
#
# usage: debian-python.sh TARGET
#
# For machines whose own Python is older and where no other 3.14 can be fetched.
# Changes nothing on the system: apt works on its own lists, cache and (empty)
# package database below TARGET. Prints the interpreter's path as its last line.
set -euo pipefail

target=$1
suite=forky
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
root=$target/root
python=$root/usr/bin/python3.14

if [[ -x $python ]] && "$python" -c 'import ssl' 2>/dev/null; then
  echo "$python"
  exit 0
fi

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "debian-python: needs $tool" >&2; exit 1; }
done

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/$') ||
  { echo "debian-python: no Debian mirror in this machine's apt sources" >&2; exit 1; }

rm -rf "$target"
mkdir -p "$target"/{lists/partial,cache/archives/partial,etc,root}
: >"$target/status"
echo "deb [signed-by=$keyring] $mirror $suite main" >"$target/etc/sources.list"

apt=(apt-get -qq
  -o Dir::State::Lists="$target/lists"
  -o Dir::State::status="$target/status"
  -o Dir::Cache="$target/cache"
  -o Dir::Etc::sourcelist="$target/etc/sources.list"
  -o Dir::Etc::sourceparts=-
  -o APT::Get::List-Cleanup=0
  -o APT::Sandbox::User=
  -o Debug::NoLocking=1)
"${apt[@]}" update >&2
"${apt[@]}" install --yes --download-only --no-install-recommends \
  python3.14 libpython3.14-dev libstdc++6 >&2

for package in "$target"/cache/archives/*.deb; do
  dpkg-deb -x "$package" "$root"
done

libraries=$(dirname "$(find "$root/usr/lib" -name 'libc.so.6' -print -quit)")
loader=$(find "$root/usr/lib" "$root/usr/lib64" -maxdepth 2 -name 'ld-linux*.so.*' -print -quit 2>/dev/null)
patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$python"

# What compiles against this Python may see its headers and nothing else of that
# newer Debian: the compiler and libc stay the machine's.
multiarch=$(basename "$libraries")
mkdir -p "$target/headers/$multiarch"
ln -sfn "$root/usr/include/$multiarch/python3.14" "$target/headers/$multiarch/python3.14"

rm -rf "$target/lists" "$target/cache"
"$python" -c 'import ssl, sqlite3' >&2
echo "$python"
