#!/usr/bin/env bash
# demo.sh BINARY OUT: start a server on a fresh data directory, make one video from words and one from a picture through
# the public API, save both with their posters under OUT, and stop the server.
# PROMPT, IMAGE and IMAGE_PROMPT change what is made.
set -euo pipefail

bin=$(realpath "$1") out=$2
prompt=${PROMPT:-"golden hour over the open ocean, gentle waves, cinematic"}
image=${IMAGE:-docs/assets/street.jpg}
image_prompt=${IMAGE_PROMPT:-"a slow push in, the rain goes on"}

mkdir -p "$out"
data=$(mktemp -d)
export ZOETROPE_API_KEY; ZOETROPE_API_KEY=zt-demo-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
export ZOETROPE_BOOTSTRAP_KEY=$ZOETROPE_API_KEY

"$bin" serve --listen 127.0.0.1:0 --data "$data" --port-file "$data/port" >"$out/server.log" 2>&1 &
server=$!
stop() {
  kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 130' INT TERM

for _ in $(seq 100); do
  [ -s "$data/port" ] && break
  kill -0 "$server" 2>/dev/null || { echo "demo: the server did not start:"; cat "$out/server.log"; exit 1; }
  sleep 0.1
done
export ZOETROPE_URL; ZOETROPE_URL=http://127.0.0.1:$(cat "$data/port")
echo "server: $ZOETROPE_URL (studio engine: $("$bin" version | tail -n 1))"

echo; echo "1. text to video: \"$prompt\""
"$bin" generate text "$prompt" --audio --duration 5 --quality 540p --out "$out/text.mp4" --poster "$out/text.jpg"
echo; echo "2. image to video: $image, \"$image_prompt\""
"$bin" generate image "$image" "$image_prompt" --audio --duration 5 --quality 540p --out "$out/image.mp4" --poster "$out/image.jpg"
echo; "$bin" balance
echo; echo "saved:"; ls -l "$out"/*.mp4 "$out"/*.jpg | awk '{print "  " $NF " (" $5 " bytes)"}'
