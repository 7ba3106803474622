#!/bin/sh
# Scans, keeps each night's report, and prints what changed since the last one; cron mails what is printed.
#   17 3 * * *  FIREBREAK_HOME=/srv/firebreak /srv/firebreak/firebreak-nightly.sh
# FIREBREAK_HOME holds firebreak.yaml, and a file named env, readable by its owner only, with RAILWAY_API_TOKEN=...
set -eu
umask 077
cd "${FIREBREAK_HOME:?the folder of firebreak.yaml}"
set -a
# shellcheck source=/dev/null
. ./env
set +a
firebreak=${FIREBREAK:-firebreak}

tonight="reports/$(date -u +%Y-%m-%dT%H%M%SZ)"
mkdir -p "$tonight"
code=0
"$firebreak" scan --quiet --out "$tonight" --format html,json || code=$?
# Nothing was judged: last night's report stays the one to compare with.
if [ "$code" = 2 ]; then exit 2; fi

if [ -f reports/last ]; then
  "$firebreak" report "$tonight/report.json" --since "$(cat reports/last)/report.json"
fi
echo "$tonight" > reports/last
exit "$code"
