#!/usr/bin/env bash
# tour.sh BINARY OUT: start a server on a fresh data directory, call every endpoint of the API once with curl, print a line
# for each, save every answer and result under OUT, and write OUT/index.html, a contact sheet: what went in beside what
# came out, with the call.
#
# What no engine does is refused by the server; the tour says so and goes on. It fails when an answer is neither success
# nor such a refusal, and when a generation fails.
#
# TOUR_IMAGE is the photograph to work on, TOUR_PORTRAIT a portrait for what needs a face: by default the sample of the face
# detector that the studio uses, from the Go module cache.
set -euo pipefail

bin=$(realpath "$1") out=$2
here=$(dirname "$(realpath "$0")")
image=${TOUR_IMAGE:-$here/../docs/assets/street.jpg}
portrait=${TOUR_PORTRAIT:-$("${GO:-go}" list -m -f '{{.Dir}}/testdata/sample.jpg' github.com/esimov/pigo 2>/dev/null || true)}

rm -rf "$out" && mkdir -p "$out/answers"
data=$(mktemp -d)
key=zt-tour-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
# Uploads by URL fetch from the server itself, which is a private address.
ZOETROPE_BOOTSTRAP_KEY=$key "$bin" serve --listen 127.0.0.1:0 --data "$data" --port-file "$data/port" \
  --allow-private-urls >"$out/server.log" 2>&1 &
server=$!
stop() {
  kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 130' INT TERM
for _ in $(seq 200); do
  [ -s "$data/port" ] && break
  kill -0 "$server" 2>/dev/null || { echo "tour: the server did not start:"; cat "$out/server.log"; exit 1; }
  sleep 0.1
done
url=http://127.0.0.1:$(cat "$data/port")

. "$here/tour-lib.sh"
echo "server: $url ($("$bin" version | tail -n 1))"
begin_page

# --- What everything works on -----------------------------------------------------------------------------------------
cp "$image" "$out/photo.jpg"
espeak-ng -v en-us -s 150 -w "$out/speech.wav" "Good morning, and welcome back to the tour."
# Music of ten seconds: a broken chord, plucked twice a second.
ffmpeg -v error -y -f lavfi -i "aevalsrc='0.4*exp(-4*mod(t,0.5))*sin(2*PI*t*220*pow(2,(4*mod(floor(t*2),3))/12))':d=10:s=44100" "$out/music.wav"
[ -s "$portrait" ] && cp "$portrait" "$out/portrait.jpg" && chmod u+w "$out/portrait.jpg"

look "Balance before" GET /openapi/v2/account/balance
look "Engines" GET /zoetrope/v1/engines

send "Upload a picture, as a file" /openapi/v2/image/upload -F "image=@$out/photo.jpg"
photo=$(field .img_id)
send "Upload a recording" /openapi/v2/media/upload -F "file=@$out/speech.wav"
speech=$(field .media_id)
send "Upload music" /openapi/v2/media/upload -F "file=@$out/music.wav"
music=$(field .media_id)

make_video "Text to video" /openapi/v2/video/text/generate "" \
  '{"prompt":"a brown horse standing on a green meadow at noon","model":"v6","duration":2,"quality":"360p","aspect_ratio":"16:9","seed":7}'
clip=$made clip_file=$made_file
look "Video result" GET "/openapi/v2/video/result/$clip"
look "A generation in detail" GET "/zoetrope/v1/generations/$clip"
poster=$(field .poster_url)
curl -s -o "$out/poster.jpg" "$poster"
send "Upload a picture, by URL" /openapi/v2/image/upload -F "image_url=$poster"
second=$(field .img_id)
send "Upload a video, as a file" /openapi/v2/media/upload -F "file=@$out/$clip_file"
look "Video result, for its URL" GET "/openapi/v2/video/result/$clip"
send "Upload a video, by URL" /openapi/v2/media/upload -H "Content-Type: application/json" -d "{\"file_url\":\"$(field .url)\",\"media_type\":\"video\"}"
upload=$(field .media_id)

# --- Pictures and videos from pictures --------------------------------------------------------------------------------
make_video "Image to video" /openapi/v2/video/img/generate photo.jpg \
  "{\"img_id\":$photo,\"prompt\":\"a slow push in, the rain goes on\",\"model\":\"v6\",\"duration\":2,\"quality\":\"360p\",\"generate_audio_switch\":true}"
look "Effect templates" GET "/openapi/v2/video/effects/templates/list"
template=$(field '([.effect_items[] | select(.template_type == 1 and .image_count == 1)][0].template_id) // 315447659476033')
picture_template=$(field '([.effect_items[] | select(.template_type == 2 and .image_count == 1)][0].template_id) // 377378608924544')
make_video "Template" /openapi/v2/video/img/generate photo.jpg "{\"template_id\":$template,\"img_id\":$photo,\"quality\":\"360p\"}"
make_video "Transition" /openapi/v2/video/transition/generate "photo.jpg poster.jpg" \
  "{\"first_frame_img\":$photo,\"last_frame_img\":$second,\"prompt\":\"the street melts into the meadow\",\"model\":\"v6\",\"duration\":2,\"quality\":\"360p\"}"
make_video "Multi-transition" /openapi/v2/video/multi_transition/generate "photo.jpg poster.jpg" \
  "{\"multi_transition\":[{\"img_id\":$photo,\"duration\":1,\"prompt\":\"out to the meadow\"},{\"img_id\":$second,\"duration\":1,\"prompt\":\"and home\"},{\"img_id\":$photo}],\"model\":\"v5\",\"quality\":\"360p\"}"
make_video "Extend" /openapi/v2/video/extend/generate "$clip_file" \
  "{\"source_video_id\":$clip,\"prompt\":\"the camera rises above the clouds\",\"model\":\"v6\",\"duration\":2,\"quality\":\"360p\"}"
fused=$second fused_file=poster.jpg
if [ -e "$out/portrait.jpg" ]; then
  send "Upload a portrait" /openapi/v2/image/upload -F "image=@$out/portrait.jpg"
  face=$(field .img_id)
  fused=$face fused_file=portrait.jpg
fi
make_video "Fusion" /openapi/v2/video/fusion/generate "$fused_file photo.jpg" \
  "{\"prompt\":\"@guest walks through @street in the rain\",\"model\":\"v6\",\"duration\":2,\"quality\":\"360p\",\"aspect_ratio\":\"16:9\",\"image_references\":[{\"type\":\"subject\",\"img_id\":$fused,\"ref_name\":\"guest\"},{\"type\":\"background\",\"img_id\":$photo,\"ref_name\":\"street\"}]}"
make_video "Fusion, omni" /openapi/v2/video/fusion/generate "$fused_file $clip_file" \
  "{\"prompt\":\"@guest in front of @meadow\",\"model\":\"v6\",\"duration\":0,\"quality\":\"360p\",\"aspect_ratio\":\"16:9\",\"reference_mode\":\"omni\",\"image_references\":[{\"type\":\"subject\",\"img_id\":$fused,\"ref_name\":\"guest\"}],\"video_references\":[{\"source_video_id\":$clip,\"ref_name\":\"meadow\"}]}"

# --- Whole videos -----------------------------------------------------------------------------------------------------
look "Restyle presets" GET /openapi/v2/video/restyle/list
preset=$(field '.[0].restyle_id')
make_video "Restyle, a preset" /openapi/v2/video/restyle/generate "$clip_file" "{\"source_video_id\":$clip,\"restyle_id\":$preset}"
make_video "Restyle, in words" /openapi/v2/video/restyle/generate "$clip_file" "{\"video_media_id\":$upload,\"restyle_prompt\":\"soft watercolour on rough paper\"}"
make_video "Sound effect" /openapi/v2/video/sound_effect/generate "$clip_file" \
  "{\"source_video_id\":$clip,\"sound_effect_content\":\"birds over a meadow, a light wind\",\"original_sound_switch\":false}"
make_video "Upscale" /openapi/v2/video/upscale/generate "$clip_file" "{\"source_video_id\":$clip}"

# --- What is in a video -----------------------------------------------------------------------------------------------
send "Mask selection" /openapi/v2/video/mask/selection -H "Content-Type: application/json" -d "{\"source_video_id\":$clip,\"keyframe_id\":1}"
if [ "$code" = 0 ]; then
  keyframe=$(field .keyframe_id) mask=$(field '.mask_info[0].mask_id')
  curl -s -o "$out/keyframe.png" "$(field .keyframe_url)"
  curl -s -o "$out/mask.png" "$(field '.mask_info[0].mask_url')"
  words="" && card "Mask selection" keyframe.png mask.png "$(field '[.mask_info[].mask_name] | join(", ")')"
  make_video "Swap" /openapi/v2/video/swap/generate "$clip_file mask.png $fused_file" \
    "{\"source_video_id\":$clip,\"keyframe_id\":$keyframe,\"mask_id\":\"$mask\",\"img_id\":$fused,\"quality\":\"360p\",\"original_sound_switch\":true}"
else
  skip "Swap" /openapi/v2/video/swap/generate "it needs a mask"
fi
make_video "Modify" /openapi/v2/video/modify/generate "$clip_file" "{\"source_video_id\":$clip,\"prompt\":\"make it a snowy evening\",\"quality\":\"360p\"}"

# --- Voices and faces -------------------------------------------------------------------------------------------------
look "Voices of the system" GET /openapi/v2/video/lip_sync/tts_list
look "All voices" GET /openapi/v2/video/tts_speaker
send "Make a voice" /openapi/v2/video/tts_speaker -H "Content-Type: application/json" -d "{\"name\":\"Narrator\",\"audio_media_id\":$speech}"
voice=$(field .speaker_id)
if [ -e "$out/portrait.jpg" ]; then
  make_video "A portrait comes alive" /openapi/v2/video/img/generate portrait.jpg \
    "{\"img_id\":$face,\"prompt\":\"the person looks at the camera\",\"model\":\"v6\",\"duration\":2,\"quality\":\"360p\"}"
  speaker=$made speaker_file=$made_file
  make_video "Lip sync, a text" /openapi/v2/video/lip_sync/generate "$speaker_file" \
    "{\"source_video_id\":$speaker,\"lip_sync_tts_content\":\"Good morning, and welcome back.\",\"lip_sync_tts_speaker_id\":\"7\"}"
  make_video "Lip sync, a recording" /openapi/v2/video/lip_sync/generate "$speaker_file speech.wav" \
    "{\"source_video_id\":$speaker,\"audio_media_id\":$speech}"
  make_video "Lip sync, a custom voice" /openapi/v2/video/lip_sync/generate "$speaker_file speech.wav" \
    "{\"source_video_id\":$speaker,\"lip_sync_tts_content\":\"And this is my own voice.\",\"lip_sync_tts_speaker_id\":\"$voice\"}"
  make_video "Mimic" /openapi/v2/video/mimic/generate "portrait.jpg $speaker_file" \
    "{\"source_video_id\":$speaker,\"img_id\":$face,\"quality\":\"360p\"}"
  make_video "Avatar" /openapi/v2/video/avatar/generate "portrait.jpg speech.wav" \
    "{\"img_id\":$face,\"quality\":\"360p\",\"audio_media_id\":$speech}"
else
  for name in lip_sync mimic avatar; do
    skip "$name" "/openapi/v2/video/$name/generate" "it needs a face: set TOUR_PORTRAIT"
  done
fi
call "Delete the voice" DELETE "/openapi/v2/video/tts_speaker/$voice"

# --- Edited clips -----------------------------------------------------------------------------------------------------
send "Audio verification" /openapi/v2/audio/verification -H "Content-Type: application/json" -d "{\"audio_media_id\":$music}"
make_video "Music video" /openapi/v2/video/music_mv_agent/generate "music.wav photo.jpg" \
  "{\"mv_agent_type\":\"vibe_mv_v3_custom\",\"audio_media_id\":$music,\"aspect_ratio\":\"16:9\",\"quality\":\"720p\",\"prompt\":\"a night drive along the coast\",\"music_style\":\"Electronic\",\"mv_style\":\"Cinematic\",\"img_references\":[{\"img_id\":$photo}]}"
make_video "A clip to recreate" /openapi/v2/video/text/generate "" \
  '{"prompt":"a snowy forest at dawn","model":"v6","duration":2,"quality":"360p","aspect_ratio":"1:1","seed":7}'
make_video "Agent, viral recreation" /openapi/v2/video/agent/generate "photo.jpg $made_file" \
  "{\"agent_id\":414562414124109,\"prompt\":\"the same walk, in the rain\",\"quality\":\"720p\",\"aspect_ratio\":\"9:16\",\"img_references\":[{\"img_id\":$photo}],\"video_references\":[{\"source_video_id\":$made}]}"
rooms=$(for id in $photo $second $photo $second $photo; do printf '{"img_id":%s},' "$id"; done)
make_video "Agent, real estate" /openapi/v2/video/agent/generate "photo.jpg poster.jpg" \
  "{\"agent_id\":419629433597950,\"model\":\"fast\",\"prompt\":\"a house by the sea\",\"quality\":\"720p\",\"aspect_ratio\":\"16:9\",\"language_code\":\"en-US\",\"img_references\":[${rooms%,}]}"

# --- Pictures ---------------------------------------------------------------------------------------------------------
make_picture "Image template" photo.jpg "{\"template_id\":$picture_template,\"img_id\":$photo}"

# --- The account, and this server's own calls -------------------------------------------------------------------------
look "Price of a video" GET "/openapi/v2/video/credits/$clip"
look "Price of a video, other path" GET "/video/credits/$clip"
send "Usage" /openapi/v2/account/billing/usage-detail -H "Content-Type: application/json" -d '{"limit":20}'
look "Generations" GET "/zoetrope/v1/generations?limit=5"
send "Text to video, to be cancelled" /openapi/v2/video/text/generate -H "Content-Type: application/json" \
  -d '{"prompt":"a city at night","model":"v6","duration":15,"quality":"1080p","aspect_ratio":"16:9"}'
unwanted=$(field .video_id)
call "Cancel it" POST "/zoetrope/v1/generations/$unwanted/cancel"
call "Delete it" DELETE "/zoetrope/v1/generations/$unwanted"
look "Balance after" GET /openapi/v2/account/balance

end_page
echo
echo "$calls calls: $succeeded succeeded, $refused refused because no engine does it, $skipped skipped, $unexpected unexpected"
echo "results and contact sheet: $out/index.html"
[ "$unexpected" = 0 ]
