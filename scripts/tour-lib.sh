# tour-lib.sh: what tour.sh is made of. It reads $url, $key and $out, counts calls, and leaves the last answer in
# $answer (a file), its ErrCode in $code, and the last result in $made (its id) and $made_file.
# shellcheck shell=bash disable=SC2154,SC2034

calls=0 succeeded=0 refused=0 skipped=0 unexpected=0
answer="" code="" message="" seconds="" command="" words="" made="" made_file=""

# field FILTER: a part of Resp of the last answer.
field() { jq -r ".Resp | $1" "$answer"; }

# line METHOD PATH CODE SECONDS TEXT
line() {
  local path=$2
  [ ${#path} -le 58 ] || path=${path:0:55}...
  printf '%-6s %-58s %-7s %6.1f s  %s\n' "$1" "$path" "$3" "$4" "$5"
}

# call TITLE METHOD PATH CURL-ARGUMENTS...: make a call, keep its answer, print its line unless TITLE begins with "-".
call() {
  local title=$1 method=$2 path=$3 status argument
  shift 3
  calls=$((calls + 1))
  answer=$out/answers/$(printf '%03d' "$calls")-$(echo "${title#-}" | tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9-').json
  local method_flag=()
  case "$method$*" in GET | POST?*) ;; *) method_flag=(-X "$method") ;; esac
  command="curl -s ${method_flag[*]} \"\$ZOETROPE_URL$path\" -H \"API-KEY: \$ZOETROPE_API_KEY\""
  for argument in "$@"; do
    case $argument in
    -*) command+=" $argument" ;;
    *) command+=" '${argument//$out\//}'" ;;
    esac
  done
  read -r status seconds < <(curl -s -m 120 -o "$answer" -w '%{http_code} %{time_total}\n' "${method_flag[@]}" "$url$path" \
    -H "API-KEY: $key" -H "Ai-trace-id: $(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)" "$@" || true)
  code=$(jq -r '.ErrCode // "none"' "$answer" 2>/dev/null || echo none)
  message=$(jq -r '.ErrMsg // ""' "$answer" 2>/dev/null || true)
  if [ "$code" = 0 ] && [ "$status" = 200 ]; then
    succeeded=$((succeeded + 1))
    [ "${title:0:1}" = - ] || line "$method" "$path" 0 "$seconds" "$(gist)"
  elif [ "$code" = 400017 ] && [ "$status" = 200 ] && no_engine; then
    refused=$((refused + 1))
    line "$method" "$path" "$code" "$seconds" "refused: $message"
    return 0
  else
    fault "$method" "$path" "$code" "$seconds" "HTTP $status: $message"
  fi
}

# no_engine: the last message says that no engine does it.
no_engine() { [[ $message == *"engine"* ]]; }

# fault: a line about what should not have happened.
fault() {
  unexpected=$((unexpected + 1))
  line "$1" "$2" "$3" "$4" "UNEXPECTED $5"
}

# gist: the ids and figures of an answer in a few words.
gist() {
  field 'if type == "array" then "\(length) items"
    elif type == "object" then
      ([to_entries[] | select(.key | test("^(img_id|media_id|video_id|image_id|id|speaker_id|keyframe_id|credit|credits|status|total|credit_monthly|credit_package)$"))
        | "\(.key) \(.value)"] + (if .items then ["\(.items | length) items"] else [] end)
        + (if .mask_info then ["\(.mask_info | length) masks"] else [] end)) | join(", ")
    else "" end'
}

look() { call "$@"; }
send() {
  local title=$1 path=$2
  shift 2
  call "$title" POST "$path" "$@"
}

# skip TITLE PATH WHY
skip() {
  skipped=$((skipped + 1))
  line POST "$2" - 0 "skipped: $3"
}

# make_video TITLE PATH INPUTS JSON: submit, wait, save the video, print one line, add a card.
make_video() { make "$1" "$2" "$3" "$4" video mp4; }

# make_picture TITLE INPUTS JSON
make_picture() { make "$1" /openapi/v2/image/template/generate "$2" "$3" image png; }

make() {
  local title=$1 path=$2 inputs=$3 body=$4 kind=$5 suffix=$6 began submitted status result width
  made=0 made_file=""
  began=$(date +%s.%N)
  call "-$title" POST "$path" -H "Content-Type: application/json" -d "$body"
  if [ "$code" != 0 ]; then
    echo "<li><b>$(echo "$title" | escape)</b> <code>$path</code> $(echo "$message" | escape)</li>" >>"$out/refused.html"
    return
  fi
  words=$(jq -r '.prompt // .restyle_prompt // .sound_effect_content // .lip_sync_tts_content // ""' <<<"$body")
  submitted=$command made=$(field ".${kind}_id")
  local saved=$answer
  result=$out/answers/result-$made.json
  while :; do
    curl -s -o "$result" "$url/openapi/v2/$kind/result/$made" -H "API-KEY: $key"
    answer=$result
    status=$(field .status)
    [ "$status" = 5 ] || break
    sleep 0.3
  done
  seconds=$(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { print b - a }')
  if [ "$status" != 1 ]; then
    curl -s -o "$result" "$url/zoetrope/v1/generations/$made" -H "API-KEY: $key"
    fault POST "$path" 0 "$seconds" "${kind}_id $made ended with status $status: $(field '.error.message // ""')"
    card "$title" "$inputs" "" "failed: $(field '.error.message // ""')"
    made_file=""
    answer=$saved
    return
  fi
  made_file=$(echo "$title" | tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9-').$suffix
  curl -s -o "$out/$made_file" "$(field .url)"
  local text
  text="$(describe "$out/$made_file"), $(field .credits) credits"
  line POST "$path" 0 "$seconds" "${kind}_id $made, $text"
  command=$submitted
  card "$title" "$inputs" "$made_file" "$text, ready after $(printf '%.1f' "$seconds") s"
  answer=$saved
}

# describe FILE: size, length and bytes of a file.
describe() {
  local streams
  streams=$(ffprobe -v error -show_entries format=duration:stream=codec_type,width,height -of json "$1")
  echo "$streams" | jq -r '([.streams[] | select(.codec_type == "video") | "\(.width) x \(.height)"][0] // "no picture")
    + (if .format.duration then ", \(.format.duration | tonumber * 10 | round / 10) s" else "" end)
    + (if any(.streams[]; .codec_type == "audio") then ", sound" else "" end)' | tr -d '\n'
  printf ', %d KB' $(($(wc -c <"$1") / 1024))
}

# --- The contact sheet ------------------------------------------------------------------------------------------------

escape() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

# show FILE: the element that shows a file.
show() {
  case $1 in
  *.mp4) echo "<video src=\"$1\" controls autoplay muted loop playsinline></video>" ;;
  *.wav) echo "<audio src=\"$1\" controls></audio>" ;;
  *) echo "<img src=\"$1\" alt=\"\">" ;;
  esac
}

# card TITLE INPUTS OUTPUT TEXT: INPUTS are files separated by spaces, OUTPUT is one or "".
card() {
  local file
  {
    echo "<section><h2>$(echo "$1" | escape)</h2><p>$(echo "$4" | escape)</p><div class=\"pair\"><div class=\"in\">"
    for file in $2; do echo "<figure>$(show "$file")<figcaption>$file</figcaption></figure>"; done
    [ -z "$words" ] || echo "<blockquote>$(echo "$words" | escape)</blockquote>"
    echo "</div><div class=\"out\">$([ -z "$3" ] || show "$3")</div></div>"
    echo "<details><summary>The call</summary><pre>$(echo "$command" | sed "s/ -H / \\\\\n  -H /g; s/ -d / \\\\\n  -d /; s/ -F / \\\\\n  -F /g" | escape)</pre></details></section>"
  } >>"$out/index.html"
}

begin_page() {
  cat >"$out/index.html" <<'END'
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A tour of the API</title>
<style>
:root { color-scheme: light dark; --ink: light-dark(#23211f, #e6e3de); --soft: light-dark(#6a645c, #a19c94); --line: light-dark(#e6dfd5, #30343d); --paper: light-dark(#fffdfa, #15171b); --raised: light-dark(#f6f2ec, #1d2026); }
body { margin: 0 auto; max-width: 84rem; padding: 2rem 1.5rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.9rem; letter-spacing: -.015em; margin: 0 0 .3rem; }
h2 { font-size: 1.1rem; margin: 0; }
p { color: var(--soft); margin: .1rem 0 .8rem; font-size: .9rem; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(36rem, 1fr)); gap: 1.2rem; margin-top: 2rem; }
section { border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem; min-width: 0; }
.pair { display: grid; grid-template-columns: 9.5rem 1fr; gap: 1rem; align-items: start; }
blockquote { margin: 0; font-size: .85rem; color: var(--soft); }
blockquote::before { content: "“"; } blockquote::after { content: "”"; }
li { margin: .3rem 0; color: var(--soft); font-size: .9rem; } li b { color: var(--ink); }
figure { margin: 0 0 .6rem; }
figcaption { font-size: .75rem; color: var(--soft); overflow-wrap: anywhere; }
img, video { display: block; width: 100%; max-height: 22rem; object-fit: contain; background: var(--raised); border-radius: 6px; }
audio { width: 100%; height: 2rem; }
details { margin-top: .8rem; font-size: .85rem; color: var(--soft); }
pre { overflow-x: auto; background: var(--raised); padding: .8rem; border-radius: 6px; color: var(--ink); font-size: .78rem; }
@media (max-width: 42rem) { main, .pair { grid-template-columns: 1fr; } }
</style></head><body>
<h1>A tour of the API</h1>
<p>What went in on the left, what came out on the right.</p>
<main>
END
}

end_page() {
  {
    echo "</main>"
    [ ! -s "$out/refused.html" ] || { echo "<h2 style=\"margin-top: 2.5rem\">Not done by the engines of this server</h2><ul>" && cat "$out/refused.html" && echo "</ul>"; }
    echo "</body></html>"
  } >>"$out/index.html"
  rm -f "$out/refused.html"
}
