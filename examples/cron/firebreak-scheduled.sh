#!/bin/sh
# One scan of a pass, and what is to be said of it; called by cron. See docs/guides/cron.md.
set -eu
cd "$(dirname "$0")"
# RAILWAY_API_TOKEN=… and what else the configuration names; readable by this user alone: chmod 600 secrets.env
set -a
. ./secrets.env
set +a
# One at a time: a scan that is still under way at the next one's time is not doubled, and a full one is waited for.
exec flock --wait 3600 .firebreak.lock firebreak watch --once --pass "${1:-full}" 2>> firebreak.log
